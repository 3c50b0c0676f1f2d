import type { ConfigurationChange, RelayChange } from '../../src/kernel/changes.js';
import type { EventBusPort } from '../../src/ports/event-bus.port.js';
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

    const followed = () => {
      const seen: RelayChange[] = [];
      const end = far.bus.follow((change) => void seen.push(change));
      return { seen, end };
    };

    it('hands every change to every follower in order', async () => {
      const [one, other] = [followed(), followed()];
      const changes = Array.from({ length: 50 }, (_, index) => patch(index));

      await Promise.all(changes.map((change) => far.bus.publish(change)));

      await until(() => one.seen.length === 50 && other.seen.length === 50);
      expect(one.seen).toEqual(changes);
      expect(other.seen).toEqual(changes);
    });

    it.each<RelayChange>([
      { domain: 'target-segment', event: 'delete', environment: 'e', identifier: 'Zürich: "a" b', version: 9 },
      { domain: 'proxy', event: 'environmentsAdded', environments: ['e', 'f'] },
      { domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] },
      { domain: 'proxy', event: 'apiKeyAdded', environment: 'e', authKey: 'a'.repeat(64) },
      { domain: 'proxy', event: 'apiKeyRemoved', environment: 'e', authKey: 'a'.repeat(64) },
      { domain: 'proxy', event: 'proxyKeyDeleted' },
    ])('carries %j unchanged', async (change) => {
      const { seen } = followed();

      await far.bus.publish(change);

      await until(() => seen.length === 1);
      expect(seen).toEqual([change]);
    });

    it('tells a follower nothing of what was published before, and nothing after its end', async () => {
      await far.bus.publish(patch(1));
      const { seen, end } = followed();
      await far.bus.publish(patch(2));
      await until(() => seen.length === 1);

      end();
      const other = followed();
      await far.bus.publish(patch(3));

      await until(() => other.seen.length === 1);
      expect(seen).toEqual([patch(2)]);
    });

    it('waits for a follower before the next change', async () => {
      const steps: string[] = [];
      far.bus.follow(async (change) => {
        const { version } = change as ConfigurationChange;
        steps.push(`${version} begins`);
        await new Promise(setImmediate);
        steps.push(`${version} ends`);
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
      far.bus.follow(broken);
      const { seen } = followed();

      await far.bus.publish(patch(1));
      await far.bus.publish(patch(2));

      await until(() => seen.length === 2);
      expect(far.logged.filter((line) => line.includes('broken follower'))).toHaveLength(2);
    });

    it('publishes to nobody without complaint', async () => {
      await expect(far.bus.publish(patch(1))).resolves.toBeUndefined();
    });
  });
}
