interface Listener {
  readonly bytes: number;
  readonly tell: () => void;
}

/** Tells each listener when what has gathered reaches its size: once, until somebody takes it. */
export class GatheringSignals {
  readonly #listeners: Listener[] = [];
  readonly #told = new Set<() => void>();

  get isWanted(): boolean {
    return this.#listeners.length > 0;
  }

  /** Gives what tells the listener, for whoever else sees reports gather. */
  add(bytes: number, listener: () => void): () => void {
    const tell = (): void => {
      if (this.#told.has(tell)) return;

      this.#told.add(tell);
      listener();
    };
    this.#listeners.push({ bytes, tell });
    return tell;
  }

  grown(before: number, after: number): void {
    for (const { bytes, tell } of this.#listeners) {
      if (before < bytes && after >= bytes) tell();
    }
  }

  taken(): void {
    this.#told.clear();
  }

  end(): void {
    this.#listeners.length = 0;
  }
}
