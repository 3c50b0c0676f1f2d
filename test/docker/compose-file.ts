import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  readonly build?: string;
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  readonly command?: string | readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

interface ComposeFile {
  readonly include?: readonly string[];
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** A compose file together with those that it includes. */
export function composeFile(path: string): ComposeFile {
  const { include = [], services, volumes } = parse(readFileSync(path, 'utf8'), { merge: true }) as ComposeFile;
  const included = include.map((name) => composeFile(join(dirname(path), name)));
  return {
    services: Object.assign({}, ...included.map((file) => file.services), services) as ComposeFile['services'],
    volumes: Object.assign({}, ...included.map((file) => file.volumes), volumes) as Readonly<Record<string, unknown>>,
  };
}

/** The settings of a service as the relay gets them, where an operator gave `given` and nothing else. */
export function environmentOf({ environment = {} }: ComposeService, given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(String(value), given)]));
}

/** `${NAME:-default}` and `${NAME:?why it is needed}`, as Compose fills them in. */
function filledIn(text: string, given: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = given[name];
    if (value !== undefined) return value;
    if (kind === '-') return rest ?? '';
    throw new Error(`${name} is not given: ${rest ?? ''}`);
  });
}
