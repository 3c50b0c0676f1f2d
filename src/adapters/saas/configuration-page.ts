import { createHash } from 'node:crypto';
import { eachElement, membersOf } from '../../kernel/json-text.js';
import type { Log } from '../../kernel/log.js';
import type { Pace } from '../../kernel/pace.js';
import type { FetchedEnvironment, HeldUnder } from '../../ports/saas-client.port.js';
import { configItemsOf } from './config-items.js';
import { integerOf } from './integer-of.js';

/** One answer of /proxy/config, cut open but not read yet. */
export interface ConfigurationPage {
  /** 0 when not told. */
  readonly pageCount: number;
  readonly environmentsText: string;
}

/**
 * Throws SyntaxError when the text is no page. Arrays may be missing, but an object with nothing of a page in it must not
 * pass for a configuration without environments: the relay would forget everything.
 */
export function configurationPageOf(text: string): ConfigurationPage {
  const values = valuesOf(text);
  if (!values.has('environments') && !values.has('pageCount')) throw new SyntaxError('No page');
  const pageCount: unknown = JSON.parse(values.get('pageCount') ?? '0');
  return { pageCount: integerOf(pageCount), environmentsText: orEmptyArray(values.get('environments')) };
}

/** The environments of a page one by one. One without an id is logged and left out. One whose text is that of what is held is not read again. */
export async function* environmentsOf(page: ConfigurationPage, pace: Pace, log: Log, heldUnder: HeldUnder = () => undefined): AsyncGenerator<FetchedEnvironment, void, undefined> {
  for (const text of eachElement(page.environmentsText)) {
    await pace.before(text.length);
    const revision = createHash('sha256').update(text).digest('base64url');
    const held = heldUnder(revision);
    const environment = text === 'null' ? undefined : held ? { ...held, revision } : await environmentOf(text, revision, pace, log);
    if (environment === undefined) log.warn({}, 'left out an environment of the upstream that has no id');
    else yield environment;
  }
}

async function environmentOf(text: string, revision: string, pace: Pace, log: Log): Promise<FetchedEnvironment | undefined> {
  const values = valuesOf(text);
  const id: unknown = JSON.parse(values.get('id') ?? 'null');
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    id,
    featureConfigs: await configItemsOf(values.get('featureConfigs'), 'feature', pace, log),
    segments: await configItemsOf(values.get('segments'), 'identifier', pace, log),
    authKeys: authKeysOf(values.get('apiKeys')),
    revision,
  };
}

/** The source text of each member's value. */
function valuesOf(objectText: string): ReadonlyMap<string, string> {
  return new Map(membersOf(objectText).map(({ key, valueStart, valueEnd }) => [key, objectText.slice(valueStart, valueEnd)]));
}

/** Hashes in lower case, each once. */
function authKeysOf(arrayText: string | undefined): readonly string[] {
  const keys: unknown = JSON.parse(orEmptyArray(arrayText));
  if (!Array.isArray(keys)) throw new SyntaxError('apiKeys is no array');
  const hashes = keys.filter((key): key is string => typeof key === 'string' && key !== '');
  return [...new Set(hashes.map((hash) => hash.toLowerCase()))];
}

function orEmptyArray(text: string | undefined): string {
  return text === undefined || text === 'null' ? '[]' : text;
}
