import { redisKeys } from './redis-keys.js';

const layout = /^env-.+?-(api-configs|feature-configs?|segments?|target-configs?)(?=-|$)(.*)$/s;

/** What sort of key it is, for metrics: keys themselves are without number, and hold secrets. */
export function kindOfKey(key: string): string {
  if (key.startsWith('auth-key-')) return 'auth-key';
  if (key.startsWith('key-')) return 'inventory';
  if (key === redisKeys.streamState) return 'stream-health';
  const [, kind, rest] = layout.exec(key) ?? [];
  if (kind === undefined) return 'other';
  if (rest === '') return kind;
  if (rest === '-latest' && kind.endsWith('s')) return `${kind}-latest`;
  return kind.replace(/s$/, '');
}
