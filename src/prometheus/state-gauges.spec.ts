import { hostname } from 'node:os';
import { loadConfig } from '../config/load-config.js';
import { ReadModel } from '../read-model/read-model.js';
import { RelayState } from '../read-model/relay-state.js';
import { RelayMetrics } from './relay-metrics.js';
import { StateGauges } from './state-gauges.js';

describe('what the relay tells of itself when it is scraped', () => {
  const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, []);

  function scraped() {
    const metrics = new RelayMetrics();
    const state = new RelayState();
    const readModel = new ReadModel({ andRules: true, onProblem: () => undefined });
    const gauges = new StateGauges(metrics, state, readModel, config);
    const lines = async () => (await metrics.registry.metrics()).split('\n').filter((line) => !line.startsWith('#'));
    return { gauges, state, readModel, lines };
  }

  afterEach(() => jest.restoreAllMocks());

  it('follows its state', async () => {
    const { state, lines } = scraped();
    expect(await lines()).toEqual(expect.arrayContaining([`ff_proxy_stream_health{host="${hostname()}"} 0`, 'ff_relay_leader 0', 'ff_relay_ready 0']));

    state.streamIs('CONNECTED');
    state.configIs('SYNCED');
    state.isLeading = true;

    expect(await lines()).toEqual(expect.arrayContaining([`ff_proxy_stream_health{host="${hostname()}"} 1`, 'ff_relay_leader 1', 'ff_relay_ready 1']));
  });

  it('names the build', async () => {
    const { lines } = scraped();

    expect(await lines()).toContainEqual(expect.stringMatching(/^ff_relay_build_info\{version="\d+\.\d+\.\d+[^"]*",role="single",node="v\d[^"]*"\} 1$/));
  });

  it('shows an environment no more once it is removed', async () => {
    const { state, readModel, lines } = scraped();
    state.streamIs('CONNECTED');
    readModel.install({ id: 'e', featureConfigs: [], segments: [], authKeys: [] });
    expect(await lines()).toEqual(expect.arrayContaining(['ff_relay_environments 1', 'ff_relay_data_age_seconds{envID="e"} 0']));

    readModel.remove('e');

    expect((await lines()).filter((line) => line.startsWith('ff_relay_data_age_seconds'))).toEqual([]);
  });

  it('has an age for 500 environments at most, those that are behind among them', async () => {
    const { state, readModel, lines } = scraped();
    state.streamIs('CONNECTED');
    for (let n = 0; n < 600; n++) readModel.install({ id: `environment-${n}`, featureConfigs: [], segments: [], authKeys: [] });
    readModel.ages.awaits('environment-599');
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 5_000);

    const ages = (await lines()).filter((line) => line.startsWith('ff_relay_data_age_seconds'));

    expect(ages).toHaveLength(500);
    expect(ages[0]).toMatch(/^ff_relay_data_age_seconds\{envID="environment-599"\} 5/);
  });
});
