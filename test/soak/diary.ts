const mostLines = 4_000;

/** What happened last, line by line, each with the same kind of time as the logs of the nodes. */
export class Diary {
  readonly #lines: string[] = [];

  note(what: string): void {
    this.#lines.push(`${Date.now()} ${what}\n`);
    if (this.#lines.length > mostLines) this.#lines.splice(0, mostLines / 2);
  }

  get text(): string {
    return this.#lines.join('');
  }
}
