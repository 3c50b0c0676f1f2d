import type { RelayChange } from '../../kernel/changes.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import { integerOf } from './integer-of.js';
import { isRecord } from './is-record.js';
import { isText } from './is-text.js';
import { parsedJson } from './parsed-json.js';

/** What a message of the SaaS stream tells, or undefined when it is none that the relay understands. */
export function relayChangeOf(data: string): RelayChange | undefined {
  const message = parsedJson(data);
  return isRecord(message) ? changeIn(message) : undefined;
}

/** The same for a stream of one environment, which need not name it, and which tells of nothing but flags and groups. */
export function environmentChangeOf(data: string, environment: EnvironmentId): RelayChange | undefined {
  const message = parsedJson(data);
  return isRecord(message) && message['domain'] !== 'proxy' ? changeIn({ ...message, environment }) : undefined;
}

function changeIn(message: Message): RelayChange | undefined {
  switch (message['domain']) {
    case 'flag':
    case 'target-segment':
      return configurationChange(message['domain'], message);
    case 'proxy':
      return inventoryChange(message);
    default:
      return undefined;
  }
}

type Message = Readonly<Record<string, unknown>>;

function configurationChange(domain: 'flag' | 'target-segment', message: Message): RelayChange | undefined {
  const { event, environment, identifier, version } = message;
  if (event !== 'create' && event !== 'patch' && event !== 'delete') return undefined;
  if (!isText(environment) || !isText(identifier)) return undefined;
  return { domain, event, environment, identifier, version: integerOf(version) };
}

function inventoryChange({ event, environments, apiKey }: Message): RelayChange | undefined {
  const named = Array.isArray(environments) ? environments.filter(isText) : [];
  const [environment] = named;
  switch (event) {
    case 'proxyKeyDeleted':
      return { domain: 'proxy', event };
    case 'environmentsAdded':
    case 'environmentsRemoved':
      return environment === undefined ? undefined : { domain: 'proxy', event, environments: named };
    case 'apiKeyAdded':
    case 'apiKeyRemoved':
      return environment === undefined || !isText(apiKey) ? undefined : { domain: 'proxy', event, environment, authKey: apiKey.toLowerCase() };
    default:
      return undefined;
  }
}
