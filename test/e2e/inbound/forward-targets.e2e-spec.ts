import { aWorld, productionSdk, type World } from '../support/world.js';

const target = { identifier: 'bob', name: 'Bob', anonymous: false, attributes: { plan: 'pro', nested: { a: [1] } } };

describe('targets of SDKs that authenticate', () => {
  let world: World;
  afterEach(() => world.close());

  const authenticate = (body: object) => world.ask('/client/auth', { method: 'POST', body });

  it('are registered with SaaS with FORWARD_TARGETS', async () => {
    world = await aWorld({ env: { FORWARD_TARGETS: 'true' } });

    await authenticate({ apiKey: productionSdk.key, target });

    expect(await world.saas.waitForTarget()).toEqual({ environment: productionSdk.environment, target });
  });

  it.each(['hang', 'reset'])('never delay nor fail the request when SaaS does: %s', async (how) => {
    world = await aWorld({ env: { FORWARD_TARGETS: 'true' } });
    world.saas.fail({ path: '/client/auth', [how]: true });

    expect((await authenticate({ apiKey: productionSdk.key, target })).status).toBe(200);
    await world.saas.waitForRequest(({ path }) => path.includes('/client/auth'));
    expect((await world.ask('/health')).status).toBe(200);
  });

  it('are not registered without it, nor is an SDK without a target', async () => {
    world = await aWorld({ env: { FORWARD_TARGETS: 'false' } });

    await authenticate({ apiKey: productionSdk.key, target });
    await authenticate({ apiKey: productionSdk.key });

    expect(world.saas.registeredTargets).toEqual([]);
    expect(world.saas.requests.filter(({ path }) => path.includes('/client/auth'))).toEqual([]);
  });
});
