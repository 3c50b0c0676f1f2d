import { productionSdk, stagingSdk, aWorld, type World } from '../support/world.js';

const prefix = `/client/env/${productionSdk.environment}`;
const passing = ['date', 'x-request-id'];

describe('a read that is answered before the router', () => {
  let early: World;
  beforeAll(async () => (early = await aWorld()));
  afterAll(() => early.close());

  /** A query that SDKs do not send is left to the router. */
  const ordinary = (path: string) => `${path}${path.includes('?') ? '&' : '?'}by=router`;

  const questions = ['feature-configs', 'feature-configs/dark-mode', 'target-segments', 'target-segments?rules=v2', 'feature-configs?cluster=1', 'feature-configs/unknown']
    .map((path) => `${prefix}/${path}`)
    .concat(`/api/1.0${prefix}/feature-configs`, `${prefix}/target-segments?rules=v2;cluster=2`)
    .flatMap((path) => ['', 'gzip', 'br'].map((encoding) => [path, encoding] as const));

  it.each(questions)('is answered like by the router: %s, encoded as %j', async (path, encoding) => {
    const headers = { 'accept-encoding': encoding };

    const answers = await Promise.all([path, ordinary(path)].map((asked) => early.askAs(productionSdk, asked, { headers })));
    const etag = answers[0]?.headers.etag;
    const again = await Promise.all([path, ordinary(path)].map((asked) => early.askAs(productionSdk, asked, { headers: { ...headers, 'if-none-match': etag ?? '' } })));

    for (const [first, second] of [answers, again]) {
      expect(first?.status).toBe(second?.status);
      expect(first?.body).toEqual(second?.body);
      expect(lasting(first?.headers)).toEqual(lasting(second?.headers));
    }
  });

  it('keeps the id its request came with', async () => {
    const { headers } = await early.askAs(productionSdk, `${prefix}/feature-configs`, { headers: { 'x-request-id': 'mine' } });

    expect(headers['x-request-id']).toBe('mine');
  });

  it('is refused without a token, and with one of another environment', async () => {
    expect((await early.ask(`${prefix}/feature-configs`)).status).toBe(401);
    expect((await early.askAs(stagingSdk, `${prefix}/feature-configs`)).status).toBe(401);
  });

  it('is refused from the moment its key is removed', async () => {
    const [environment, key] = [early.saas.addEnvironment({ sdkKeys: ['passing-key'] }, { announce: true }), 'passing-key'];
    const asking = () => early.askAs({ environment, key }, `/client/env/${environment}/feature-configs`);
    await untilStatus(asking, 200);

    early.saas.removeSdkKey(environment, key, { announce: true });

    await untilStatus(asking, 401);
  });

  it('is counted by its route and environment', async () => {
    const url = '/client/env/:environment_uuid/feature-configs/:identifier';
    const line = `ff_proxy_http_requests_total{code="200",envID="${productionSdk.environment}",method="GET",url="${url}"}`;
    const counted = async () => Number((await early.ask('/metrics')).text.split('\n').find((text) => text.startsWith(line))?.slice(line.length) ?? 0);
    const before = await counted();

    await early.askAs(productionSdk, `${prefix}/feature-configs/dark-mode`);

    expect(await counted()).toBe(before + 1);
  });
});

function lasting(headers: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.includes(name)));
}

async function untilStatus(asking: () => Promise<{ status: number }>, status: number): Promise<void> {
  const end = Date.now() + 5_000;
  while ((await asking()).status !== status) if (Date.now() > end) throw new Error(`never answered ${status}`);
}
