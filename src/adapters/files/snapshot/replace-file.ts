import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file that is there whole or not at all, for the relay's own user alone. Never twice at once. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const written = `${path}.new`;
  try {
    await writeFile(written, text, { mode: 0o600, flush: true });
    await rename(written, path);
  } catch (error) {
    await rm(written, { force: true }).catch(() => undefined);
    throw error;
  }
}
