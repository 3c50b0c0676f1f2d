import { isNativeError } from 'node:util/types';

const known: readonly (readonly [start: string, reason: string])[] = [
  ['Command timed out', 'time-out'],
  ['Socket timeout', 'time-out'],
  ['Connection is closed', 'connection closed'],
  ['Reached the max retries', 'connection closed'],
  ["Stream isn't writeable", 'not connected'],
  ["Cluster isn't ready", 'not connected'],
  ['None of startup nodes', 'no node of the Cluster answers'],
  ['Failed to refresh slots cache', 'no node of the Cluster answers'],
  ['Too many Cluster redirections', 'too many redirections'],
  ['All sentinels are unreachable', 'no sentinel answers'],
];

/**
 * Why Redis did not do what was asked, in words of ours. Errors of the client carry the command, and with it keys, values and
 * passwords; error answers of the server may quote them. Neither is ever passed on.
 */
export function redisFailure(error: unknown): string {
  if (!isNativeError(error)) return 'unknown reason';
  const [, reason] = known.find(([start]) => error.message.startsWith(start)) ?? [];
  if (reason !== undefined) return reason;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error.name === 'ReplyError') return /^[A-Z]{2,20}\b/.exec(error.message)?.[0] ?? 'error answer';
  return error.name;
}
