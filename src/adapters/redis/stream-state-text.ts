import type { StreamState } from '../../kernel/changes.js';
import { isRecord } from './is-record.js';
import { parsedJson } from './parsed-json.js';

const states = ['INITIALIZING', 'CONNECTED', 'DISCONNECTED'] as const;

export function streamStateText({ state, since, interrupted }: StreamState): string {
  return JSON.stringify({ state, since, interrupted });
}

/** Undefined when it says nothing that can be understood. */
export function streamStateIn(text: string | null): StreamState | undefined {
  const told = parsedJson(text);
  if (!isRecord(told)) return undefined;
  const state = states.find((known) => known === told['state']);
  const { since, interrupted } = told;
  if (state === undefined) return undefined;
  const named = Array.isArray(interrupted) ? { interrupted: interrupted.filter((environment) => typeof environment === 'string') } : {};
  return { state, since: typeof since === 'number' ? since : 0, ...named };
}
