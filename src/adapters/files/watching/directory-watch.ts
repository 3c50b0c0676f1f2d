import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../kernel/log.js';
import type { Reading } from '../reading/read-directory.js';
import { ChangeHints } from './change-hints.js';
import { lookAt, type DirectoryLook } from './directory-look.js';
import { readSettled } from './read-settled.js';
import type { WatchTimes } from './watch-times.js';

/** At most this part of the time is spent on looking. */
const lookShare = 0.05;

/** File systems tell times in steps of up to two seconds: a later change within one step would go unseen. */
const grainMs = 2_500;

/** Reads a directory again each time it has changed. */
export class DirectoryWatch {
  readonly #hints: ChangeHints;
  #isClosed = false;

  constructor(
    private readonly root: string,
    private readonly times: WatchTimes,
    log: Log,
  ) {
    this.#hints = new ChangeHints(log);
  }

  /** Resolves once it is closed. `seen`: how the directory looked when it was read last; `changed` must not throw. */
  async run(seen: DirectoryLook, changed: (reading: Reading) => void): Promise<void> {
    let last = seen;
    let pauseMs = this.times.pollMs;
    this.#hints.watch(last.directories);
    while (!this.#isClosed) {
      await this.#hints.next(pauseMs);
      if (this.#isClosed) return;
      const startedAt = performance.now();
      const look = await lookAt(this.root);
      pauseMs = Math.max(this.times.pollMs, (performance.now() - startedAt) / lookShare);
      if (look.fingerprint === last.fingerprint && !isDoubtful(last, look)) continue;
      await delay(this.times.settleMs, undefined, { ref: false });
      const settled = await readSettled(this.root, look, this.times);
      if (this.#isClosed) return;
      last = settled.look;
      this.#hints.watch(last.directories);
      changed(settled.reading);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#hints.close();
  }
}

/** What was read right after it was written is read once more when that is long enough ago. */
function isDoubtful(seen: DirectoryLook, now: DirectoryLook): boolean {
  return seen.takenAt - seen.newest < grainMs && now.takenAt - now.newest >= grainMs;
}
