import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import type { Fault } from './fault.js';
import { fileProblem } from './file-problem.js';
import { SourceFile } from './source-file.js';

/** Far more than an environment of SaaS can hold, and less than the longest string. */
const mostBytes = 256 * 1024 * 1024;

const replacement = '\uFFFD';

/** The text of a file, or why there is none. Opens nothing but regular files: a pipe would be waited for without end. */
export async function readSourceFile(path: string): Promise<SourceFile | Fault> {
  try {
    const { size, isFile } = await statOf(path);
    if (!isFile) return { path, problem: 'is no regular file' };
    if (size > mostBytes) return { path, problem: `is larger than ${mostBytes / 1024 / 1024} MiB` };
    return textOf(path, await readFile(path));
  } catch (error) {
    return { path, problem: fileProblem(error) };
  }
}

async function statOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}

function textOf(path: string, bytes: Buffer): SourceFile | Fault {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const file = new SourceFile(path, text);
  if (!isUtf8(bytes)) return file.fault(text.indexOf(replacement), 'is not UTF-8 from here on');
  if (text.trim() === '') return { path, problem: 'is empty: expected a list, [] where nothing is meant' };
  return file;
}
