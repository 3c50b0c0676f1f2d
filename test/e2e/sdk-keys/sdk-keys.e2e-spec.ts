import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { bySdkKeys } from '../../support/upstream-settings.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead, openStream, type AnSdk } from '../streaming/an-sdk.js';
import { RelayUnderTest } from '../sync/relay-under-test.js';

const ada = { identifier: 'ada', name: 'Ada', attributes: { plan: 'pro' } };
const forThePlan = (plan: string) => ({
  ruleId: 'by-plan',
  priority: 1,
  clauses: [{ id: 'c', attribute: 'plan', op: 'equal', values: [plan], negate: false }],
  serve: { variation: 'false' },
});

describe('a relay that has SDK keys alone', () => {
  let saas: StandInSaas;
  let relay: RelayUnderTest;
  let one: AnSdk;
  let two: AnSdk;

  const asked = (part: string) => saas.requests.filter(({ path }) => path.includes(part)).length;
  const authentication = async (apiKey: string, target?: object) =>
    (await fetch(`${relay.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey, target }) })).status;
  const start = async (env: Record<string, string> = {}, keys = ['key-one', 'key-two']) => {
    relay = await RelayUnderTest.start(saas, { ...bySdkKeys(...keys)(saas, saas.clientUrl), KEY_POLL_INTERVAL: '0.1', ...env });
  };
  const connected = async () => {
    await relay.untilStream('CONNECTED');
    one = await anSdk(relay.url, 'key-one');
    two = await anSdk(relay.url, 'key-two');
  };

  beforeEach(async () => {
    saas = await StandInSaas.start({ heartbeatMs: 200 });
    saas.addEnvironment({ id: 'one', sdkKeys: ['key-one', 'client-key-one'], flags: [aFeatureConfig()], segments: [aSegment()], targets: [ada] });
    saas.addEnvironment({ id: 'two', sdkKeys: ['key-two'], flags: [aFeatureConfig()] });
  });

  afterEach(async () => {
    await relay.close();
    await saas.close();
  });

  it('serves the environment of each key, to every SDK key of it', async () => {
    await start();
    await connected();

    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 1 });
    expect(await itemsRead(relay.url, one, 'target-segments')).toEqual({ 'beta-testers': 1 });
    expect([one.environment, two.environment, (await anSdk(relay.url, 'client-key-one')).environment]).toEqual(['one', 'two', 'one']);
    expect(await authentication('nobody-knows')).toBe(401);
  });

  it('fetches the one flag or group that an event names, and tells it once it can be read', async () => {
    await start();
    await connected();
    const stream = await relay.stream(one);
    saas.clearRequests();

    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    saas.patchSegment('one', 'beta-testers', { name: 'Beta' });
    saas.putFlag('one', aFeatureConfig({ feature: 'new' }));
    await stream.untilEvents(3);
    saas.deleteFlag('one', 'new');
    await stream.untilEvents(4);

    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 2 });
    expect(await itemsRead(relay.url, one, 'target-segments')).toEqual({ 'beta-testers': 2 });
    const paths = saas.requests.map(({ path }) => path.replace(/\?.*/, '').replace(/.*client\/env\//, ''));
    expect(paths.filter((path) => path.startsWith('one/')).toSorted()).toEqual(['one/feature-configs/dark-mode', 'one/feature-configs/new', 'one/target-segments/beta-testers']);
  });

  it('loses the stream of one environment without harm to the other, and heals it', async () => {
    await start();
    await connected();
    const [ofOne, ofTwo] = [await relay.stream(one), await relay.stream(two)];
    saas.fail({ path: '/stream', status: 503 });

    saas.dropStreams('one');
    await ofOne.untilEnded();
    await relay.untilStream('DISCONNECTED');
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    saas.patchFlag('two', 'dark-mode', { state: 'off' });
    await ofTwo.untilEvents(1);
    await until(async () => (await itemsRead(relay.url, one))['dark-mode'] === 2);

    expect(ofTwo.ended).toBe(false);
    expect((await relay.ready()).text).toMatch(/"interrupted":\{"one":"[^"]+"\}/);
    const refused = await openStream(relay.url, one);
    expect([refused.status, refused.body]).toEqual([503, '']);
    refused.close();

    saas.clearFailures();
    await relay.untilStream('CONNECTED');
    saas.patchFlag('one', 'dark-mode', { state: 'on' });
    const again = await relay.stream(one);
    await until(() => again.events.some(({ version }) => version === 3));
    expect(ofTwo.ended).toBe(false);
  });

  it('behaves as with a proxy key when SaaS is away as a whole', async () => {
    await start();
    await connected();
    const streams = [await relay.stream(one), await relay.stream(two)];

    await saas.refuseConnections();
    for (const stream of streams) await stream.untilEnded();
    await relay.untilStream('DISCONNECTED');
    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 1 });
    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await saas.acceptConnections();

    await relay.untilStream('CONNECTED');
    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 2 });
  });

  it('reports a key that is refused, serves the others, and takes it up when it is good', async () => {
    await start({}, ['key-late', 'key-one', 'key-two']);
    await until(async () => (await relay.ready()).status === 200);
    one = await anSdk(relay.url, 'key-one');
    const stream = await relay.stream(one);

    expect((await relay.health()).body.streamStatus?.state).toBe('DISCONNECTED');
    expect((await relay.ready()).text).toContain('"unserved":{"key 1 of API_KEYS":"The upstream refused /client/auth with status 401"}');
    expect(relay.logged({ level: 50, msg: 'an SDK key is refused by the upstream', key: 'key 1 of API_KEYS' })).toBe(true);
    expect(await authentication('key-late')).toBe(401);

    saas.addEnvironment({ id: 'late', sdkKeys: ['key-late'], flags: [aFeatureConfig()] });
    await relay.untilStream('CONNECTED');
    const late = await anSdk(relay.url, 'key-late');
    const ofLate = await relay.stream(late);
    saas.patchFlag('late', 'dark-mode', { state: 'off' });
    await ofLate.untilEvents(1);

    expect(stream.ended).toBe(false);
    expect(JSON.stringify(relay.running.logs)).not.toContain('key-late');
  });

  it('keeps serving an environment whose key is refused while it runs', async () => {
    await start();
    await connected();
    const ofTwo = await relay.stream(two);

    saas.removeSdkKey('one', 'key-one');
    saas.dropStreams('one');

    await until(async () => /"interrupted":\{"one":"[^"]*refused[^"]*"\}/.test((await relay.ready()).text));
    expect(await itemsRead(relay.url, await anSdk(relay.url, 'client-key-one'))).toEqual({ 'dark-mode': 1 });
    expect(ofTwo.ended).toBe(false);
    saas.addSdkKey('one', 'key-one');
    await relay.untilStream('CONNECTED');
  });

  it('notices keys that are created and removed, without a restart', async () => {
    await start();
    await connected();

    saas.addSdkKey('one', 'another-key');
    const another = await until(() => anSdk(relay.url, 'another-key'));
    saas.removeSdkKey('one', 'another-key');

    await until(async () => (await fetch(`${relay.url}/client/env/one/feature-configs`, { headers: another.headers })).status === 401);
    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 1 });
  });

  it('starts while the admin API is away, and learns the other keys once it is there', async () => {
    saas.fail({ path: '/admin/apikey', status: 500 });
    await start();
    await connected();
    expect(await itemsRead(relay.url, one)).toEqual({ 'dark-mode': 1 });

    saas.clearFailures();

    await until(async () => (await authentication('client-key-one')) === 200);
  });

  it('keeps the keys that it knows while the admin API is away', async () => {
    await start();
    await connected();
    saas.fail({ path: '/admin/apikey', status: 500 });

    saas.dropStreams();
    await relay.untilStream('DISCONNECTED');
    await relay.untilStream('CONNECTED');

    expect(await authentication('client-key-one')).toBe(200);
  });

  it('polls where it may not stream, and SDKs hear of what it finds', async () => {
    await start({ FLAG_STREAM_ENABLED: 'false', FLAG_POLL_INTERVAL: '1' });
    await connected();
    const stream = await relay.stream(one);

    saas.patchFlag('one', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(stream.events).toMatchObject([{ event: 'patch', identifier: 'dark-mode', version: 2 }]);
    expect(asked('/stream')).toBe(0);
    await saas.refuseConnections();
    await relay.untilStream('DISCONNECTED');
    await saas.acceptConnections();
    await relay.untilStream('CONNECTED');
  });

  it('goes on with fresh tokens when its own have expired', async () => {
    await start();
    await connected();
    const stream = await relay.stream(two);
    saas.expireTokens();

    saas.patchFlag('two', 'dark-mode', { state: 'off' });
    await stream.untilEvents(1);

    expect(await itemsRead(relay.url, two)).toEqual({ 'dark-mode': 2 });
  });

  it('registers targets of SDKs unless it is told not to', async () => {
    await start();
    await connected();

    await authentication('key-two', ada);

    expect(await saas.waitForTarget()).toMatchObject({ environment: 'two', target: { identifier: 'ada' } });
  });

  it('evaluates targets that SaaS knows by their identifier alone', async () => {
    saas.patchFlag('one', 'dark-mode', { rules: [forThePlan('pro')] });
    await start({ TARGET_POLL_DURATION: '1' });
    await connected();
    const served = async () => {
      const answer = await fetch(`${relay.url}/client/env/one/target/ada/evaluations/dark-mode`, { headers: one.headers });
      return ((await answer.json()) as { value: string }).value;
    };
    await until(async () => (await served()) === 'false');

    saas.setTargets('one', [{ ...ada, attributes: { plan: 'free' } }]);

    await until(async () => (await served()) === 'true');
    expect(asked('/admin/targets')).toBeGreaterThanOrEqual(2);
  });
});
