import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Hashes of keys and what is known of people are for the relay's own user alone. */
const fileMode = 0o600;

/** Makes a directory with these files, all on the disk when it resolves. */
export async function writeDurably(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(directory);
  for (const [name, text] of files) {
    const file = await open(join(directory, name), 'wx', fileMode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  await syncDirectory(directory);
}

/** What a directory lists is on the disk then. Some file systems have no such thing, and need none. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync().catch(() => undefined);
  } finally {
    await directory.close();
  }
}
