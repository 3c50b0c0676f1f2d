import { FetchOrder } from './fetch-order.js';

describe('the order of fetches', () => {
  let order: FetchOrder;

  beforeEach(() => {
    order = new FetchOrder();
  });

  it('takes a later fetch and refuses an earlier one, part by part', () => {
    const [early, late] = [order.next(), order.next()];

    expect(order.take('e', 'segments', late)).toBe(true);
    expect(order.take('e', 'segments', early)).toBe(false);
    expect(order.take('e', 'featureConfigs', early)).toBe(true);
    expect(order.take('f', 'segments', early)).toBe(true);
  });

  it('knows whether anything was fetched after a moment', () => {
    const [early, late] = [order.next(), order.next()];
    order.take('e', 'segments', early);
    expect(order.isBefore('e', early)).toBe(true);

    order.take('e', 'authKeys', late);
    expect(order.isBefore('e', early)).toBe(false);
    expect(order.isBefore('unknown', early)).toBe(true);
  });

  it('admits a removed environment only from a fetch that began later', () => {
    const [early, removal, late] = [order.next(), order.next(), order.next()];
    order.take('e', 'segments', early);

    order.removed('e', removal);

    expect(order.admits('e', early)).toBe(false);
    expect(order.admits('e', late)).toBe(true);
    expect(order.admits('f', early)).toBe(true);
    expect(order.take('e', 'segments', late)).toBe(true);
  });

  it('admits nothing that was on its way when everything was removed', () => {
    const [early, removal, late] = [order.next(), order.next(), order.next()];

    order.allRemoved(removal);

    expect(order.admits('never seen', early)).toBe(false);
    expect(order.admits('never seen', late)).toBe(true);
  });
});
