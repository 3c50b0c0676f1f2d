import type { RelayChange, StreamState } from '../../../kernel/changes.js';

/** What may go along with a change. */
type Extra = Readonly<Record<string, string>>;

/**
 * Messages as other makes of relay read them: every field is there and the version is an integer, since a reader that fails on
 * an entry reads it again for ever. Fields that they do not know, which `extra` adds, they leave alone.
 */
export function changeText(change: RelayChange, extra: Extra = {}): string {
  if (change.domain !== 'proxy') {
    const { event, domain, identifier, version, environment, isRetold } = change;
    return JSON.stringify({ event, domain, identifier, version: Number.isSafeInteger(version) ? version : 0, environment, apiKey: '', ...(isRetold && { retold: true }), ...extra });
  }
  const { event, domain } = change;
  const message = { event, domain, identifier: '', version: 0, environment: '', apiKey: '', ...extra };
  switch (event) {
    case 'proxyKeyDeleted':
      return JSON.stringify(message);
    case 'environmentsAdded':
    case 'environmentsRemoved':
      return JSON.stringify({ ...message, environments: change.environments });
    case 'apiKeyAdded':
    case 'apiKeyRemoved':
      return JSON.stringify({ ...message, environment: change.environment, apiKey: change.authKey, environments: [change.environment] });
    default:
      return event satisfies never;
  }
}

/** Other makes know no state of single environments, and pass over them. */
export function stateText({ state, interrupted }: Pick<StreamState, 'state' | 'interrupted'>): string {
  const environments = interrupted && interrupted.length > 0 ? { environments: interrupted } : {};
  return JSON.stringify({ event: 'stream_action', domain: state, identifier: '', version: 0, environment: '', apiKey: '', ...environments });
}
