/** What is asked of a key in a check: small answers only. */
export type Question = 'get' | 'exists';

/** Undefined: the server did not answer in time. */
export type Reply = { readonly text: string | null } | undefined;

/** The questions of one turn of the event loop. None has been sent before all have been asked. */
export class Batch {
  readonly #open = new Map<string, { readonly question: Question; readonly key: string; readonly reply: Promise<Reply>; readonly resolve: (reply: Reply) => void }>();

  /** Those who ask the same share the reply. */
  ask(question: Question, key: string): Promise<Reply> {
    const name = `${question} ${key}`;
    const known = this.#open.get(name);
    if (known) return known.reply;

    const { promise, resolve } = promiseOfReply();
    this.#open.set(name, { question, key, reply: promise, resolve });
    return promise;
  }

  get isSettled(): boolean {
    return this.#open.size === 0;
  }

  /** Rejects with the first failure; `answer` is called for every question at once. */
  async send(answer: (question: Question, key: string) => Promise<string | null | undefined>): Promise<void> {
    await Promise.all(
      [...this.#open].map(async ([name, { question, key, resolve }]) => {
        const text = await answer(question, key);
        resolve(text === undefined ? undefined : { text });
        this.#open.delete(name);
      }),
    );
  }

  giveUp(): void {
    for (const { resolve } of this.#open.values()) resolve(undefined);
    this.#open.clear();
  }
}

function promiseOfReply(): { readonly promise: Promise<Reply>; readonly resolve: (reply: Reply) => void } {
  let resolve: ((reply: Reply) => void) | undefined;
  const promise = new Promise<Reply>((settle) => (resolve = settle));
  return { promise, resolve: (reply) => resolve?.(reply) };
}
