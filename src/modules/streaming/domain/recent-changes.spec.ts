import fc from 'fast-check';
import { SdkModel, toldIn } from '../../../../test/e2e/streaming/sdk-model.js';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import { eventFrame } from './event-frame.js';
import { RecentChanges } from './recent-changes.js';

const change = (event: ConfigurationChange['event'], identifier: string, version: number): ConfigurationChange => ({
  domain: 'flag',
  event,
  environment: 'e',
  identifier,
  version,
});

const told = (recent: RecentChanges, now = 0) => recent.frames(now).map(({ frame }) => toldIn(frame)).map(({ event, identifier, version }) => [event, identifier, version]);

describe('the recent changes of an environment', () => {
  let recent: RecentChanges;

  beforeEach(() => {
    recent = new RecentChanges({ maxItems: 3, maxAgeMs: 1_000 });
  });

  it('keep the last event of each item, in the order of those last events', () => {
    recent.add(change('create', 'a', 1), 0);
    recent.add(change('create', 'b', 1), 0);
    recent.add(change('patch', 'a', 2), 0);

    expect(told(recent)).toEqual([['create', 'b', 1], ['patch', 'a', 2]]);
  });

  it('refuse a version that is not higher, and take any that has none', () => {
    expect(recent.add(change('patch', 'a', 2), 0)).toBe(true);
    expect(recent.add(change('patch', 'a', 2), 0)).toBe(false);
    expect(recent.add(change('patch', 'a', 1), 0)).toBe(false);
    expect(recent.add(change('patch', 'a', 0), 0)).toBe(true);
    expect(recent.add(change('patch', 'a', 2), 0)).toBe(true);
  });

  it('take a correction of what was announced last, and replay it from then on', () => {
    recent.add(change('patch', 'a', 2), 0);
    recent.add(change('patch', 'b', 1), 5);

    expect(recent.add({ ...change('patch', 'a', 2), isCorrection: true }, 10)).toBe(true);

    expect(told(recent)).toEqual([['patch', 'b', 1], ['patch', 'a', 2]]);
    expect(recent.frames(10).map(({ at }) => at)).toEqual([5, 10]);
    recent.add(change('delete', 'a', 3), 20);
    expect(recent.add({ ...change('delete', 'a', 3), isCorrection: true }, 30)).toBe(true);
    expect(told(recent)).toEqual([['patch', 'b', 1], ['delete', 'a', 3]]);
  });

  it('keep a flag and a group of one identifier apart', () => {
    recent.add(change('patch', 'a', 2), 0);

    expect(recent.add({ ...change('patch', 'a', 1), domain: 'target-segment' }, 0)).toBe(true);
    expect(recent.frames(0)).toHaveLength(2);
  });

  it.each([1, 9, 10])('replay a deletion of version 9 and the creation of version %d after it: what SDKs hold may be of a life that nobody remembers', (version) => {
    recent.add(change('patch', 'a', 9), 0);
    recent.add(change('delete', 'a', 9), 0);
    recent.add(change('create', 'a', version), 0);

    expect(told(recent)).toEqual([['delete', 'a', 9], ['create', 'a', version]]);
  });

  it('replay the last deletion of several', () => {
    for (const each of [change('delete', 'a', 9), change('create', 'a', 1), change('delete', 'a', 1), change('create', 'a', 3)]) recent.add(each, 0);

    expect(told(recent)).toEqual([['delete', 'a', 1], ['create', 'a', 3]]);
  });

  it('forget a deletion that is too old although its item began anew and goes on changing', () => {
    recent.add(change('delete', 'a', 9), 0);
    recent.add(change('create', 'a', 1), 500);
    recent.add(change('patch', 'a', 2), 1_001);

    expect(told(recent, 1_001)).toEqual([['patch', 'a', 2]]);
  });

  it('take in what happened before, in order, and give what is news by it', () => {
    recent = new RecentChanges({ maxItems: 9, maxAgeMs: 1_000 });
    recent.add(change('patch', 'told', 7), 20);
    recent.add(change('create', 'anew', 1), 30);
    recent.add(change('delete', 'gone', 5), 40);

    const past = [change('delete', 'before', 2), change('patch', 'told', 6), change('delete', 'anew', 9), change('create', 'gone', 4)];
    const news = recent.precede(past.map((each, index) => ({ change: each, at: index })), 50);

    expect(news.map(({ frame }) => toldIn(frame)).map(({ event, identifier }) => `${event} ${identifier}`)).toEqual(['delete before', 'delete anew', 'create anew']);
    expect(told(recent, 50)).toEqual([['delete', 'before', 2], ['patch', 'told', 7], ['delete', 'anew', 9], ['create', 'anew', 1], ['delete', 'gone', 5]]);
    expect(recent.precede(past.map((each, index) => ({ change: each, at: index })), 50)).toEqual([]);
  });

  it('name the deletions that still count', () => {
    for (const each of [change('delete', 'gone', 5), change('delete', 'anew', 9), change('create', 'anew', 10)]) recent.add(each, 10);

    expect(recent.endings(20).map(({ identifier, version }) => [identifier, version])).toEqual([['gone', 5], ['anew', 9]]);
    expect(recent.endings(2_000)).toEqual([]);

    recent.add(change('delete', 'again', 9), 3_000);
    recent.add(change('create', 'again', 10), 3_900);
    expect(recent.endings(4_001)).toEqual([]);
  });

  it('drop the oldest item when there are too many, and tell when', () => {
    expect(recent.droppedAt).toBe(0);
    for (const [at, item] of ['a', 'b', 'c', 'd'].entries()) recent.add(change('patch', item, 1), at + 10);

    expect(told(recent, 20)).toEqual([['patch', 'b', 1], ['patch', 'c', 1], ['patch', 'd', 1]]);
    expect(recent.droppedAt).toBe(10);
  });

  it('forget what is too old, which is no loss', () => {
    recent.add(change('patch', 'a', 1), 0);
    recent.add(change('patch', 'b', 1), 500);

    expect(told(recent, 1_001)).toEqual([['patch', 'b', 1]]);
    expect(recent.droppedAt).toBe(0);
  });
});

describe('SDKs that reconnect at any moment', () => {
  interface Step {
    readonly item: string;
    readonly remove: boolean;
  }

  const steps = fc.array(fc.record<Step>({ item: fc.constantFrom('a', 'b', 'c'), remove: fc.nat(3).map((n) => n === 0) }), { minLength: 1, maxLength: 60, size: 'max' });

  /** A flag's life as SaaS tells it: a recreated flag starts low again. */
  function history(moves: readonly Step[]): { changes: ConfigurationChange[]; states: Map<string, number>[] } {
    const current = new Map<string, number>();
    const states = [new Map(current)];
    const changes = moves.flatMap(({ item, remove }) => {
      const held = current.get(item);
      if (remove && held === undefined) return [];
      const version = remove ? (held ?? 0) : (held ?? 0) + 1;
      if (remove) current.delete(item);
      else current.set(item, version);
      states.push(new Map(current));
      return [change(remove ? 'delete' : held === undefined ? 'create' : 'patch', item, version)];
    });
    return { changes, states };
  }

  type Replay = (changes: readonly ConfigurationChange[]) => readonly Buffer[];

  const ours: Replay = (changes) => {
    const recent = new RecentChanges({ maxItems: 200, maxAgeMs: 1_000 });
    for (const each of changes) recent.add(each, 0);
    return recent.frames(0).map(({ frame }) => frame);
  };

  /** The past is known only once some of what followed has been told. */
  const pastKnownLate: Replay = (changes) => {
    const recent = new RecentChanges({ maxItems: 200, maxAgeMs: 1_000 });
    const began = Math.floor(changes.length / 2);
    for (const each of changes.slice(began)) recent.add(each, 0);
    recent.precede(changes.slice(0, began).map((each) => ({ change: each, at: 0 })), 0);
    return recent.frames(0).map(({ frame }) => frame);
  };

  /** The last event of each item alone. */
  const lastOnly: Replay = (changes) => [...new Map(changes.map((each) => [each.identifier, eventFrame(each)])).values()];

  /** With the deletion before it, where the version is not higher than the one deleted. */
  const lastLifeOnly: Replay = (changes) => {
    const deletions = new Map(changes.filter(({ event }) => event === 'delete').map((each) => [each.identifier, each.version]));
    const last = new Map(changes.map((each) => [each.identifier, each]));
    return [...last.values()].flatMap((each) => {
      const deleted = deletions.get(each.identifier);
      const isPair = each.event !== 'delete' && deleted !== undefined && each.version <= deleted;
      return isPair ? [eventFrame(change('delete', each.identifier, deleted)), eventFrame(each)] : [eventFrame(each)];
    });
  };

  /** Whether an SDK that left at any moment, and missed everything until another, ends with the truth. */
  function holds(replay: Replay, moves: readonly Step[], leave: number): boolean {
    const { changes, states } = history(moves);
    const truth = states.at(-1) ?? new Map<string, number>();
    const sdk = new SdkModel(states[leave % states.length] ?? new Map<string, number>());
    for (const frame of replay(changes)) sdk.hear(frame, truth);
    return JSON.stringify([...sdk.held].toSorted()) === JSON.stringify([...truth].toSorted());
  }

  /** Versions compared with all that is known of the item. */
  const knownLivesOnly: Replay = (changes) =>
    [...new Set(changes.map(({ identifier }) => identifier))].flatMap((item) => {
      const own = changes.filter(({ identifier }) => identifier === item);
      const [deleted, last] = [own.findLast(({ event }) => event === 'delete'), own.at(-1)];
      const top = Math.max(0, ...own.slice(0, -1).map(({ version }) => version));
      if (!last) return [];
      return deleted && deleted !== last && last.version <= top ? [eventFrame(deleted), eventFrame(last)] : [eventFrame(last)];
    });

  const cases = { numRuns: 2_000, seed: 7 };

  it('end with what the relay has, whenever they left', () => {
    fc.assert(fc.property(steps, fc.nat(100), (moves, leave) => holds(ours, moves, leave)), cases);
  });

  it('do so as well when what happened first becomes known last', () => {
    fc.assert(fc.property(steps, fc.nat(100), (moves, leave) => holds(pastKnownLate, moves, leave)), cases);
  });

  /** The same where the first `lost` changes are known to nobody, of those items whose last deletion is known. */
  function holdsWithoutPast(replay: Replay, moves: readonly Step[], leave: number, lost: number): boolean {
    const { changes, states } = history(moves);
    const truth = states.at(-1) ?? new Map<string, number>();
    const known = changes.slice(lost % changes.length);
    const sdk = new SdkModel(states[leave % states.length] ?? new Map<string, number>());
    for (const frame of replay(known)) sdk.hear(frame, truth);
    const items = known.filter(({ event }) => event === 'delete').map(({ identifier }) => identifier);
    return items.every((item) => sdk.held.get(item) === truth.get(item));
  }

  it('do so as well where the past is lost but for the last deletion, whatever lives there were before', () => {
    fc.assert(fc.property(steps, fc.nat(100), fc.nat(100), (moves, leave, lost) => holdsWithoutPast(ours, moves, leave, lost)), cases);
    expect(fc.check(fc.property(steps, fc.nat(100), fc.nat(100), (moves, leave, lost) => holdsWithoutPast(knownLivesOnly, moves, leave, lost)), cases).failed).toBe(true);
  });

  it.each([
    ['the last event alone', lastOnly],
    ['versions compared within the last life', lastLifeOnly],
  ])('would not with %s', (_, naive) => {
    expect(fc.check(fc.property(steps, fc.nat(100), (moves, leave) => holds(naive, moves, leave)), cases).failed).toBe(true);
  });
});
