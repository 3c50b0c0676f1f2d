/** Which SDK keys are good now, and which have been taken away. */
export class Holdings {
  readonly keys = new Map<string, string[]>();
  readonly removed: { readonly environment: string; readonly sdkKey: string }[] = [];
  #made = 0;

  newName(what: string): string {
    this.#made += 1;
    return `${what}-${this.#made}`;
  }

  add(environment: string, sdkKey: string): void {
    this.keys.set(environment, [...(this.keys.get(environment) ?? []), sdkKey]);
  }

  removeKey(environment: string, sdkKey: string): void {
    this.keys.set(environment, (this.keys.get(environment) ?? []).filter((key) => key !== sdkKey));
    this.#bury(environment, sdkKey);
  }

  removeEnvironment(environment: string): void {
    for (const sdkKey of this.keys.get(environment) ?? []) this.#bury(environment, sdkKey);
    this.keys.delete(environment);
  }

  #bury(environment: string, sdkKey: string): void {
    this.removed.push({ environment, sdkKey });
    if (this.removed.length > 20) this.removed.shift();
  }
}
