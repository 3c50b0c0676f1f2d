/** What is wrong with a file or directory, and where: lines and columns from 1. Never repeats what the file holds beyond identifiers. */
export interface Fault {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
}
