import { describeEventBusContract } from '../../../test/contract/event-bus.contract.js';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { until } from '../../../test/support/until.js';
import { MemoryEventBus } from './memory-event-bus.js';

describeEventBusContract('MemoryEventBus', async () => {
  const log = new RecordedLog();
  return { bus: new MemoryEventBus(log), logged: log.lines, close: async () => undefined };
});

describe('MemoryEventBus', () => {
  it('tells what it is given of the past before it has anybody look at the cache', async () => {
    const past = [{ change: { domain: 'flag', event: 'delete', environment: 'e', identifier: 'a', version: 2 }, at: 1 }] as const;
    const steps: unknown[] = [];

    new MemoryEventBus(new RecordedLog(), past).follow({
      resume: async () => void steps.push('resume'),
      past: (changes) => void steps.push(changes),
      change: () => undefined,
      again: () => undefined,
      away: () => undefined,
      streamState: () => undefined,
    });

    await until(() => steps.length === 2);
    expect(steps).toEqual([past, 'resume']);
  });
});
