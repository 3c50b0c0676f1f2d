import { tracingChannel } from 'node:diagnostics_channel';
import type { Span, Tracing } from '../../kernel/tracing.js';
import { redisFailure } from './redis-failure.js';

/** Where ioredis tells of each command. It tells of its arguments too, which hold keys, values and passwords: they stay there. */
const channel = 'ioredis:command';

/** Follows commands that are part of work that is followed; blocking reads and other commands of nobody are left out. */
export function traceRedis(tracing: Tracing): void {
  const spans = new WeakMap<object, Span>();
  const settle = (context: object): void => {
    spans.get(context)?.end('error' in context ? redisFailure(context.error) : undefined);
    spans.delete(context);
  };
  tracingChannel<string, object>(channel).subscribe({
    start: (context) => {
      if (!tracing.isFollowing) return;
      const command = nameOf(context);
      spans.set(context, tracing.begin(command, { kind: 'client', attributes: { 'db.system.name': 'redis', 'db.operation.name': command } }));
    },
    asyncStart: settle,
    end: () => undefined,
    asyncEnd: () => undefined,
    error: () => undefined,
  });
}

function nameOf(context: object): string {
  return 'command' in context && typeof context.command === 'string' ? context.command.toUpperCase() : 'REDIS';
}
