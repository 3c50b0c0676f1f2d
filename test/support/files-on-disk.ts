import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of its own for a test, with these files: text as it is, anything else as JSON. */
export class FilesOnDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'offline-'));

  constructor(files: Readonly<Record<string, unknown>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: unknown): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), textOf(content));
  }

  /** As careful editors do. */
  writeByRename(name: string, content: unknown): void {
    writeFileSync(this.at(`${name}.tmp`), textOf(content));
    renameSync(this.at(`${name}.tmp`), this.at(name));
  }

  remove(name = '.'): void {
    rmSync(this.at(name), { recursive: true, force: true });
  }
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
