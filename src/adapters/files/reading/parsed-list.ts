import type { Fault } from './fault.js';
import type { SourceFile } from './source-file.js';

/** One entry of a file's list: its JSON, what that says, and where in the file it begins. */
export interface ParsedItem {
  readonly json: string;
  readonly value: unknown;
  readonly at: number;
}

/** A file that holds a list, or why it does not. */
export type ParsedList = { readonly file: SourceFile; readonly items: readonly ParsedItem[] } | { readonly faults: readonly Fault[] };
