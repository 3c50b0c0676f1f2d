import type { InventoryChange } from '../../../kernel/changes.js';
import { InventoryLane } from './inventory-lane.js';

const change = (environment: string): InventoryChange => ({ domain: 'proxy', event: 'environmentsAdded', environments: [environment] });

describe('the inventory lane', () => {
  it('makes changes one after the other, in order', async () => {
    const steps: string[] = [];
    const lane = new InventoryLane(async (made) => {
      const name = 'environments' in made ? made.environments.join() : made.event;
      steps.push(`${name} begins`);
      await Promise.resolve();
      steps.push(`${name} ends`);
    });

    lane.add(change('a'));
    lane.add(change('b'));
    await new Promise(setImmediate);

    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('takes no more than it can hold', () => {
    const lane = new InventoryLane(() => new Promise(() => undefined));
    const taken = Array.from({ length: 1_200 }, (_, index) => lane.add(change(String(index))));

    expect(taken.filter(Boolean)).toHaveLength(1_000);
  });

  it('forgets what waits when it is closed', async () => {
    const made: InventoryChange[] = [];
    const lane = new InventoryLane(async (each) => void made.push(each));
    lane.add(change('a'));

    lane.close();
    await new Promise(setImmediate);

    expect(made).toEqual([]);
  });
});
