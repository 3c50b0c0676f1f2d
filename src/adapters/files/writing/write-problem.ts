import { isRecord } from '../reading/is-record.js';

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'a file would become larger than is allowed',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'it is no directory, or lies below something that is none',
  ENOENT: 'it has gone away',
  ENAMETOOLONG: 'its name is too long',
};

/** Why something could not be written, in words. */
export function writeProblem(error: unknown): string {
  const code = isRecord(error) && typeof error['code'] === 'string' ? error['code'] : 'unknown reason';
  return words[code] ?? code;
}
