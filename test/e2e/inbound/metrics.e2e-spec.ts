import { aWorld, productionSdk, type World } from '../support/world.js';

const attribute = (key: string, value: unknown) => ({ key, value });
const entry = {
  timestamp: 1_795_293_595_907,
  count: 1,
  metricsType: 'FFMETRICS',
  attributes: [attribute('featureIdentifier', 'dark-mode'), attribute('variationIdentifier', 'true'), attribute('SDK_LANGUAGE', 'python'), attribute('SDK_TYPE', 'server'), attribute('SDK_VERSION', '1.7.3')],
};
const target = { identifier: 'bob', name: 'Bob', attributes: [attribute('email', 'a@x')] };

describe('SDK metrics', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const post = (body: unknown, query = '') => world.askAs(productionSdk, `/metrics/${productionSdk.environment}${query}`, { method: 'POST', body });

  it.each([
    ['entries and targets', { metricsData: [entry], targetData: [target] }],
    ['entries alone', { metricsData: [entry] }],
    ['targets alone', { targetData: [target] }],
    ['nulls in place of lists', { metricsData: null, targetData: null }],
    ['nothing in it', {}],
    ['an attribute that is null', { metricsData: [{ ...entry, attributes: [attribute('target', null)] }] }],
    ['attributes that are an object', { targetData: [{ ...target, attributes: {} }] }],
    ['10,000 entries and 100,000 targets', { metricsData: Array.from({ length: 10_000 }, () => entry), targetData: Array.from({ length: 100_000 }, () => target) }],
  ])('are taken with %s', async (_what, body) => {
    const answer = await post(body, '?cluster=1');

    expect([answer.status, answer.json, answer.headers['content-type']]).toEqual([200, null, 'application/json; charset=utf-8']);
  });

  it.each([
    ['nothing', undefined],
    ['an array', []],
    ['null', 'null'],
    ['text', '"x"'],
    ['entries that are no list', { metricsData: {} }],
    ['a count that is no number', { metricsData: [{ ...entry, count: 'many' }] }],
    ['a count below zero', { metricsData: [{ ...entry, count: -1 }] }],
    ['a target that is no object', { targetData: ['bob'] }],
  ])('are answered 400 to %s', async (_what, body) => {
    const answer = await post(body);

    expect([answer.status, answer.json]).toEqual([400, { error: expect.any(String) }]);
  });
});
