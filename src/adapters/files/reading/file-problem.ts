import { isRecord } from './is-record.js';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read: permission denied',
  EPERM: 'may not be read: not permitted',
  ENOTDIR: 'is no directory, or lies below something that is none',
  EISDIR: 'is a directory where a file is expected',
  ELOOP: 'is a symbolic link that leads back to itself',
  EMFILE: 'cannot be opened: too many open files',
};

/** A fault of the file system in words. */
export function fileProblem(error: unknown): string {
  const code = isRecord(error) && typeof error['code'] === 'string' ? error['code'] : 'unknown reason';
  return words[code] ?? `cannot be read: ${code}`;
}
