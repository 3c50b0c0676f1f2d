import type { Fault } from './fault.js';

/** The text of a file, and the places in it. */
export class SourceFile {
  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** What is wrong at this character, counted from 0. */
  fault(at: number, problem: string): Fault {
    const before = this.text.slice(0, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { path: this.path, line: before.split('\n').length, column: at - lineStart + 1, problem };
  }
}
