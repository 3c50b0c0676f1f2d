/** Counts by kind, and the longest times, for the end of a run. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #longest = new Map<string, number>();

  count(group: string, kind: string, by = 1): void {
    const kinds = this.#counts.get(group) ?? new Map<string, number>();
    this.#counts.set(group, kinds.set(kind, (kinds.get(kind) ?? 0) + by));
  }

  took(what: string, ms: number): void {
    this.#longest.set(what, Math.max(this.#longest.get(what) ?? 0, ms));
  }

  get text(): string {
    const counts = [...this.#counts].map(([group, kinds]) => `  ${group}: ${[...kinds].toSorted().map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
    const longest = [...this.#longest].map(([what, ms]) => `  longest until ${what}: ${(ms / 1000).toFixed(1)} s`);
    return [...counts, ...longest].join('\n');
  }
}
