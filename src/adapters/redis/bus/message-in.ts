import type { RelayChange, StreamState } from '../../../kernel/changes.js';
import { isRecord } from '../is-record.js';
import { parsedJson } from '../parsed-json.js';

const states = ['INITIALIZING', 'CONNECTED', 'DISCONNECTED'] as const;

/** Undefined when the message says nothing that can be acted on: other makes write empty ones, and removals of nothing. */
export function changeIn(text: string | undefined): RelayChange | undefined {
  const message = parsedJson(text);
  if (!isRecord(message)) return undefined;
  const { domain, event, environment, identifier, version, retold } = message;
  if (domain === 'proxy') return inventoryChangeIn(message);
  if (domain !== 'flag' && domain !== 'target-segment') return undefined;
  if (event !== 'create' && event !== 'patch' && event !== 'delete') return undefined;
  if (!isText(environment) || !isText(identifier)) return undefined;
  const change: RelayChange = { domain, event, environment, identifier, version: typeof version === 'number' && Number.isSafeInteger(version) ? version : 0 };
  return retold === true ? { ...change, isRetold: true } : change;
}

/** Which work of the writer the message belongs to. */
export function carrierIn(text: string | undefined): Readonly<Record<string, unknown>> {
  const message = parsedJson(text);
  return isRecord(message) ? { traceparent: message['traceparent'], tracestate: message['tracestate'] } : {};
}

export function stateIn(text: string | undefined): Pick<StreamState, 'state' | 'interrupted'> | undefined {
  const message = parsedJson(text);
  if (!isRecord(message) || message['event'] !== 'stream_action') return undefined;
  const state = states.find((known) => known === message['domain']);
  const { environments } = message;
  return state === undefined ? undefined : { state, interrupted: Array.isArray(environments) ? environments.filter(isText) : [] };
}

function inventoryChangeIn({ event, environment, environments, apiKey }: Readonly<Record<string, unknown>>): RelayChange | undefined {
  const named = (Array.isArray(environments) ? environments : [environment]).filter(isText);
  const [first] = named;
  switch (event) {
    case 'proxyKeyDeleted':
      return { domain: 'proxy', event };
    case 'environmentsAdded':
    case 'environmentsRemoved':
      return first === undefined ? undefined : { domain: 'proxy', event, environments: named };
    case 'apiKeyAdded':
    case 'apiKeyRemoved':
      return first === undefined || !isText(apiKey) ? undefined : { domain: 'proxy', event, environment: first, authKey: apiKey };
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
