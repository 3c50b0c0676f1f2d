import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Writes a file that is there whole or not at all, for the relay's own user alone. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const written = `${path}.${randomUUID()}`;
  await writeFile(written, text, { mode: 0o600, flush: true });
  await rename(written, path);
}
