import { describeEventBusContract } from '../../../test/contract/event-bus.contract.js';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { MemoryEventBus } from './memory-event-bus.js';

describeEventBusContract('MemoryEventBus', async () => {
  const log = new RecordedLog();
  return { bus: new MemoryEventBus(log), logged: log.lines, close: async () => undefined };
});
