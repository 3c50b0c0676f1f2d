import { watch, type FSWatcher } from 'node:fs';
import type { Log } from '../../../kernel/log.js';

/** Beyond these a look every now and then has to do: systems grant only so many. */
const mostWatched = 256;

/** Hints of the file system that something may have changed. They may be missing or late: nothing depends on them but speed. */
export class ChangeHints {
  #watchers: FSWatcher[] = [];
  #isAvailable = true;
  #isPending = false;
  #wake: (() => void) | undefined;

  constructor(private readonly log: Log) {}

  /** From now on these directories, and no others. */
  watch(directories: readonly string[]): void {
    this.close();
    if (!this.#isAvailable) return;
    try {
      for (const directory of directories.slice(0, mostWatched)) {
        const watcher = watch(directory, { persistent: false }, () => this.#hint());
        this.#watchers.push(watcher);
        watcher.on('error', (error) => this.#giveUp(error));
      }
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Resolves at the next hint, or at once when there was one since, and after `ms` at the latest. */
  async next(ms: number): Promise<void> {
    if (!this.#isPending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isPending = false;
    this.#wake = undefined;
  }

  /** Wakes whoever waits. */
  #hint(): void {
    this.#isPending = true;
    this.#wake?.();
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
    this.#hint();
  }

  /** A directory that was replaced ends its watcher in some systems: those that follow are set up after the next change. */
  #giveUp(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    this.close();
    if (code === 'ENOENT') return;
    this.#isAvailable = false;
    this.log.info({ code }, 'the file system gives no hints of changes: the files are looked at from time to time');
  }
}
