import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { keptName } from '../reading/kept-name.js';

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Renames that can be taken back until the end. No directory can be replaced by another in one step: for a moment the old one is
 * there under the name by which readers find it instead.
 */
export class Swaps {
  readonly #moves: Move[] = [];

  /** Puts `staged` in the place of `target`; `isThere`: which is one that has to be moved aside. */
  async replace(target: string, staged: string, isThere: boolean): Promise<void> {
    if (isThere) await this.move(target, join(dirname(target), keptName.of(basename(target))));
    await this.move(staged, target);
  }

  async move(from: string, to: string): Promise<void> {
    await rename(from, to);
    this.#moves.push({ from, to });
  }

  async undo(): Promise<void> {
    for (const { from, to } of this.#moves.splice(0).toReversed()) await rename(to, from);
  }
}
