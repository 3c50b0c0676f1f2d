import { EventEmitter, once } from 'node:events';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import { Fenced } from '../lease/fenced.js';
import { Outbox } from './outbox.js';

const change = (event: 'create' | 'delete', version: number): ConfigurationChange => ({ domain: 'flag', event, environment: 'e', identifier: 'a', version });

describe('what waits to be told to other nodes', () => {
  let sent: ConfigurationChange[];
  let outbox: Outbox;

  beforeEach(() => {
    sent = [];
    outbox = new Outbox(
      async (each) => void (each.domain !== 'proxy' && sent.push(each)),
      () => undefined,
    );
  });

  afterEach(() => outbox.stop());

  it('is older than what another node tells of the same item', async () => {
    outbox.add(change('delete', 9));
    outbox.add(change('create', 1));

    outbox.forget(change('create', 2), false);
    await outbox.drained(1_000);

    expect(sent).toEqual([]);
  });

  it('stays when it tells again of what happened before', async () => {
    const retold = [change('delete', 9), change('create', 2)].map((each) => ({ ...each, isRetold: true }));
    for (const each of retold) outbox.add(each);

    outbox.forget(change('create', 2), false);
    await outbox.drained(1_000);

    expect(sent).toEqual(retold);
  });

  it.each([
    ['a deletion and a creation', [change('delete', 9), change('create', 4)], ['delete 9', 'create 4']],
    ['a deletion', [change('delete', 9)], ['delete 9', 'create 4 retold']],
    ['a creation whose deletion was told', [change('create', 4)], ['delete 9 retold', 'create 4']],
    ['nothing', [], ['delete 9 retold', 'create 4 retold']],
  ])('is news although it is told again before it was sent: %s', async (_, waiting, expected) => {
    for (const each of waiting) outbox.add(each);
    for (const each of [change('delete', 9), change('create', 4)]) outbox.add({ ...each, isRetold: true });

    await outbox.drained(1_000);

    expect(sent.map(({ event, version, isRetold }) => `${event} ${version}${isRetold ? ' retold' : ''}`)).toEqual(expected);
  });

  it('ends with what began anew although its deletion is told again while that is being sent', async () => {
    const gate = new EventEmitter();
    const opened = once(gate, 'open');
    outbox = new Outbox(
      async (each) => {
        if (each.domain !== 'proxy') sent.push(each);
        await opened;
      },
      () => undefined,
    );
    outbox.add(change('create', 4));
    const drained = outbox.drained(1_000);
    for (const each of [change('delete', 9), change('create', 4)]) outbox.add({ ...each, isRetold: true });

    gate.emit('open');
    await drained;
    await outbox.drained(1_000);

    expect(sent.map(({ event }) => event)).toEqual(['create', 'delete', 'create']);
  });

  it.each([
    ['another node speaks of it', change('create', 5), false],
    ['it has arrived after all', change('create', 4), true],
  ])('ends with what began anew although that need not be sent as news any more: %s', async (_, heard, isSame) => {
    outbox.add(change('create', 4));
    for (const each of [change('delete', 9), change('create', 4)]) outbox.add({ ...each, isRetold: true });

    outbox.forget(heard, isSame);
    await outbox.drained(1_000);

    expect(sent).toEqual([change('delete', 9), change('create', 4)].map((each) => ({ ...each, isRetold: true })));
  });

  it('is not sent again when it has arrived after all', async () => {
    outbox.add(change('delete', 9));
    outbox.add(change('create', 1));

    outbox.forget(change('create', 1), true);
    await outbox.drained(1_000);

    expect(sent).toEqual([change('delete', 9)]);
  });

  it('is forgotten from the oldest on beyond 10,000 items, and counted', () => {
    const givenUp: unknown[] = [];
    outbox = new Outbox(async () => undefined, (...what) => void givenUp.push(what));

    for (let n = 0; n < 10_002; n++) outbox.add({ ...change('create', 1), identifier: `item-${n}` });

    expect(givenUp).toEqual([[1, 'bound'], [1, 'bound']]);
  });

  it('is forgotten, and counted, when another node leads', async () => {
    const givenUp: unknown[] = [];
    outbox = new Outbox(() => Promise.reject(new Fenced('another leads')), (...what) => void givenUp.push(what));
    outbox.add(change('delete', 9));
    outbox.add(change('create', 1));

    await outbox.drained(1_000);

    expect(givenUp).toEqual([[2, 'superseded']]);
    expect(outbox.isEmpty).toBe(true);
  });
});
