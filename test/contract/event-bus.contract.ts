import type { ConfigurationChange, RelayChange, StreamState } from '../../src/kernel/changes.js';
import type { BusFollower, EventBusPort } from '../../src/ports/event-bus.port.js';
import { until } from '../support/until.js';

export interface EventBusUnderContract {
  readonly bus: EventBusPort;
  /** Every line logged so far. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

const patch = (version: number): ConfigurationChange => ({ domain: 'flag', event: 'patch', environment: 'e', identifier: 'a', version });

/** What everything that stands behind EventBusPort does. */
export function describeEventBusContract(adapter: string, create: () => Promise<EventBusUnderContract>): void {
  describe(`${adapter} keeps the EventBusPort contract`, () => {
    let far: EventBusUnderContract;

    beforeEach(async () => {
      far = await create();
    });

    afterEach(() => far.close());

    const follow = (follower: Partial<BusFollower>) =>
      far.bus.follow({ resume: async () => undefined, past: () => undefined, change: () => undefined, again: () => undefined, away: () => undefined, streamState: () => undefined, ...follower });

    /** Follows, and has resumed. */
    const followed = async () => {
      const seen: RelayChange[] = [];
      const states: StreamState['state'][] = [];
      let hasResumed = false;
      const end = follow({
        resume: async () => {
          hasResumed = true;
        },
        change: (change) => void seen.push(change),
        streamState: (state) => void states.push(state),
      });
      await until(() => hasResumed);
      return { seen, states, end };
    };

    it('hands every change to every follower in order', async () => {
      const [one, other] = [await followed(), await followed()];
      const changes = Array.from({ length: 50 }, (_, index) => patch(index));

      await Promise.all(changes.map((change) => far.bus.publish(change)));

      await until(() => one.seen.length === 50 && other.seen.length === 50);
      expect(one.seen).toEqual(changes);
      expect(other.seen).toEqual(changes);
    });

    it('tells what was published, oldest first', async () => {
      const changes: RelayChange[] = [patch(1), { domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] }, patch(2)];
      for (const change of changes) await far.bus.publish(change);

      expect(await far.bus.history()).toEqual(changes);
      await far.bus.publish(patch(3));
      expect((await far.bus.history()).at(-1)).toEqual(patch(3));
    });

    it.each<RelayChange>([
      { domain: 'target-segment', event: 'delete', environment: 'e', identifier: 'Zürich: "a" b', version: 9 },
      { domain: 'proxy', event: 'environmentsAdded', environments: ['e', 'f'] },
      { domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] },
      { domain: 'proxy', event: 'apiKeyAdded', environment: 'e', authKey: 'a'.repeat(64) },
      { domain: 'proxy', event: 'apiKeyRemoved', environment: 'e', authKey: 'a'.repeat(64) },
      { domain: 'proxy', event: 'proxyKeyDeleted' },
    ])('carries %j unchanged', async (change) => {
      const { seen } = await followed();

      await far.bus.publish(change);

      await until(() => seen.length === 1);
      expect(seen).toEqual([change]);
    });

    it('tells a follower nothing of what was published before as if it were live, and nothing after its end', async () => {
      await far.bus.publish(patch(1));
      const { seen, end } = await followed();
      await far.bus.publish(patch(2));
      await until(() => seen.length === 1);

      end();
      const other = await followed();
      await far.bus.publish(patch(3));

      await until(() => other.seen.length === 1);
      expect(seen).toEqual([patch(2)]);
    });

    it('waits for a follower before the next change', async () => {
      const steps: string[] = [];
      follow({
        change: async (change) => {
          const { version } = change as ConfigurationChange;
          steps.push(`${version} begins`);
          await new Promise(setImmediate);
          steps.push(`${version} ends`);
        },
      });

      await Promise.all([far.bus.publish(patch(1)), far.bus.publish(patch(2))]);

      await until(() => steps.length === 4);
      expect(steps).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
    });

    it.each([
      ['rejects', () => Promise.reject(new Error('broken follower'))],
      [
        'throws',
        () => {
          throw new Error('broken follower');
        },
      ],
    ])('goes on after a follower that %s, and logs it', async (_, broken) => {
      follow({ change: broken });
      const { seen } = await followed();

      await far.bus.publish(patch(1));
      await far.bus.publish(patch(2));

      await until(() => seen.length === 2);
      await until(() => far.logged.filter((line) => line.includes('broken follower')).length === 2);
      expect(seen).toEqual([patch(1), patch(2)]);
    });

    it('publishes to nobody without complaint', async () => {
      await expect(far.bus.publish(patch(1))).resolves.toBeUndefined();
      await expect(far.bus.publishStreamState({ state: 'CONNECTED', since: 1 })).resolves.toBeUndefined();
    });

    it('lets a follower resume before it hears of anything, then tells what was published meanwhile', async () => {
      const steps: string[] = [];
      let finish = (): void => undefined;
      follow({
        resume: async () => {
          steps.push('resume begins');
          await new Promise<void>((resolve) => (finish = resolve));
          steps.push('resume ends');
        },
        change: (change) => void steps.push(change.event),
      });
      await until(() => steps.length === 1);

      await far.bus.publish(patch(1));
      finish();

      await until(() => steps.length === 3);
      expect(steps).toEqual(['resume begins', 'resume ends', 'patch']);
    });

    it('lets a follower that publishes while it resumes go on', async () => {
      const seen: RelayChange[] = [];
      follow({ resume: () => far.bus.publish(patch(1)), change: (change) => void seen.push(change) });

      await until(() => seen.length === 1);

      expect(seen).toEqual([patch(1)]);
    });

    it('asks a follower that could not resume again, logs it, and tells it changes all the same', async () => {
      let attempts = 0;
      const seen: RelayChange[] = [];
      follow({
        resume: async () => {
          attempts += 1;
          if (attempts < 3) throw new Error('nothing to compare with');
        },
        change: (change) => void seen.push(change),
      });
      await until(() => attempts > 0);

      await far.bus.publish(patch(1));

      await until(() => attempts === 3 && seen.length === 1);
      expect(far.logged.filter((line) => line.includes('nothing to compare with'))).toHaveLength(2);
    });

    it('tells every follower the state of the stream in order', async () => {
      const [one, other] = [await followed(), await followed()];

      for (const state of ['INITIALIZING', 'CONNECTED', 'CONNECTED', 'DISCONNECTED'] as const) await far.bus.publishStreamState({ state, since: 7 });

      await until(() => one.states.length === 4 && other.states.length === 4);
      expect(one.states).toEqual(['INITIALIZING', 'CONNECTED', 'CONNECTED', 'DISCONNECTED']);
      expect(other.states).toEqual(one.states);
    });

    it('tells which environments the stream leaves out', async () => {
      const told: (readonly string[])[] = [];
      follow({ streamState: (_state, interrupted) => void told.push(interrupted) });
      await followed();

      await far.bus.publishStreamState({ state: 'CONNECTED', since: 7, interrupted: ['one', 'two'] });
      await far.bus.publishStreamState({ state: 'CONNECTED', since: 7 });

      await until(() => told.length === 2);
      expect(told).toEqual([['one', 'two'], []]);
    });
  });
}
