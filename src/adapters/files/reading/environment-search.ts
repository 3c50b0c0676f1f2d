import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { environmentOfDirectory } from './environment-of-directory.js';
import type { Fault } from './fault.js';
import { fileProblem } from './file-problem.js';
import type { FoundEnvironment } from './found-environment.js';
import { keptName } from './kept-name.js';

/** A directory that was named by mistake, `/` for one, must not be gone through to its end. */
const mostEntries = 200_000;
const deepest = 32;

interface Directory {
  readonly path: string;
  /** Undefined: an ordinary directory. */
  readonly id: EnvironmentId | undefined;
  readonly depth: number;
}

/**
 * Goes through a tree of directories. Names with a dot in front are passed over: Kubernetes keeps the versions of a mounted volume
 * under `..data` and leads to them by symbolic links, which are followed. What an update has put aside counts while its successor
 * is not there.
 */
export class EnvironmentSearch {
  readonly faults: Fault[] = [];
  readonly directories: string[] = [];
  readonly #found = new Map<EnvironmentId, FoundEnvironment>();
  readonly #withoutFiles: FoundEnvironment[] = [];
  readonly #visited = new Set<string>();
  #entries = 0;

  constructor(private readonly root: string) {}

  async run(): Promise<void> {
    const waiting: Directory[] = [{ path: this.root, id: idIn(basename(this.root)), depth: 0 }];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        waiting.push(...(await this.#lookInto(next)));
      } catch (error) {
        this.faults.push({ path: next.path, problem: fileProblem(error) });
      }
      if (this.#entries <= mostEntries) continue;
      this.faults.push({ path: this.root, problem: `holds more than ${mostEntries} entries: is it the right directory?` });
      return;
    }
  }

  /** A directory that is called like an environment, has none of its files and holds others is none itself. */
  environments(): readonly FoundEnvironment[] {
    const environments = [...this.#found.values()];
    const isNone = ({ id, directory }: FoundEnvironment) => this.#found.has(id) || environments.some((other) => other.directory.startsWith(directory + sep));
    return [...environments, ...this.#withoutFiles.filter((environment) => !isNone(environment))];
  }

  async #lookInto({ path, id, depth }: Directory): Promise<readonly Directory[]> {
    // However many links lead to a place, it is looked into once under each id.
    const visit = `${await realpath(path)}\0${id ?? ''}`;
    if (this.#visited.has(visit)) return [];
    this.#visited.add(visit);
    this.directories.push(path);
    const entries = (await readdir(path, { withFileTypes: true })).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    this.#entries += entries.length;
    if (id !== undefined) this.#note(environmentOfDirectory(id, path, entries.map(({ name }) => name)), depth === 0);
    return depth === deepest ? [] : directoriesIn(path, entries, depth + 1);
  }

  #note(found: FoundEnvironment, isRoot: boolean): void {
    const other = this.#found.get(found.id);
    if (found.files.size === 0) {
      if (!isRoot) this.#withoutFiles.push(found);
    } else if (other) this.faults.push({ path: found.directory, problem: `describes the environment ${found.id}, as ${other.directory} does` });
    else this.#found.set(found.id, found);
  }
}

function idIn(name: string): EnvironmentId | undefined {
  return name.startsWith('env-') && name.length > 'env-'.length ? name.slice('env-'.length) : undefined;
}

async function directoriesIn(path: string, entries: readonly Dirent[], depth: number): Promise<readonly Directory[]> {
  const names = new Set(entries.map(({ name }) => name));
  const directories: Directory[] = [];
  for (const entry of entries) {
    const original = keptName.original(entry.name);
    const isWanted = original === undefined ? !entry.name.startsWith('.') : !names.has(original);
    const child = join(path, entry.name);
    if (isWanted && (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToDirectory(child))))) {
      directories.push({ path: child, id: idIn(original ?? entry.name), depth });
    }
  }
  return directories;
}

async function leadsToDirectory(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    // A link that leads nowhere is told of once something is expected behind it: as a directory with an id.
    return idIn(link.slice(link.lastIndexOf(sep) + 1)) !== undefined;
  }
}
