import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { composeFile, environmentOf, type ComposeService } from './compose-file.js';

const { services } = composeFile('docker/compose.monitoring.yaml');
const prometheus = services['prometheus'] ?? {};
const grafana = services['grafana'] ?? {};

interface ScrapeConfig {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
}

interface DataSources {
  readonly datasources: readonly { readonly type: string; readonly url: string; readonly isDefault?: boolean }[];
}

interface Providers {
  readonly providers: readonly { readonly options: { readonly path: string } }[];
}

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string; readonly query: unknown }[] };
  readonly panels: readonly { readonly datasource?: { readonly uid: string } }[];
}

const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

/** What a path in a container is here, by the service's mounts. */
function hereOf({ volumes = [] }: ComposeService, path: string): string {
  for (const mount of volumes) {
    const [source = '', target = ''] = mount.split(':');
    if (source.startsWith('.') && `${path}/`.startsWith(`${target}/`)) return join('docker', source, path.slice(target.length));
  }
  throw new Error(`${path} is not mounted`);
}

describe('the compose file with Prometheus and Grafana', () => {
  it('brings up the fleet of compose.ha.yaml, unchanged', () => {
    expect(services).toMatchObject(composeFile('docker/compose.ha.yaml').services);
  });

  it('has Prometheus scrape every relay, by its name and port', () => {
    const [, configPath = ''] = /--config\.file=(\S+)/.exec([prometheus.command].flat().join(' ')) ?? [];
    const config = read(hereOf(prometheus, configPath)) as ScrapeConfig;

    const targets = config.scrape_configs.flatMap((job) => job.static_configs.flatMap((group) => group.targets));
    const relays = Object.entries(services).filter(([, { build }]) => build === '..');
    expect(targets.toSorted()).toEqual(relays.map(([name]) => `${name}:7000`).toSorted());
    for (const rules of config.rule_files) expect(readFileSync(hereOf(prometheus, join('/etc/prometheus', rules)), 'utf8')).toContain('alert: RelayDown');
  });

  it('has Grafana ask that Prometheus, and show the dashboard', () => {
    const { datasources } = read(hereOf(grafana, '/etc/grafana/provisioning/datasources/prometheus.yaml')) as DataSources;
    const { providers } = read(hereOf(grafana, '/etc/grafana/provisioning/dashboards/relay.yaml')) as Providers;
    const folder = hereOf(grafana, providers[0]?.options.path ?? '');

    expect(datasources).toEqual([expect.objectContaining({ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true })]);
    expect(readdirSync(folder)).toEqual(['relay.json']);
    const { templating, panels } = read(join(folder, 'relay.json')) as Dashboard;
    expect(templating.list).toContainEqual(expect.objectContaining({ name: 'datasource', type: 'datasource', query: 'prometheus' }));
    const asked = panels.flatMap(({ datasource }) => (datasource ? [datasource.uid] : []));
    expect(asked.length).toBeGreaterThan(10);
    expect([...new Set(asked)]).toEqual(['${datasource}']);
  });

  it('has no password for Grafana but the one that is given', () => {
    expect(() => environmentOf(grafana, {})).toThrow('GRAFANA_PASSWORD is not given');
    expect(environmentOf(grafana, { GRAFANA_PASSWORD: 'given' })).toMatchObject({ GF_SECURITY_ADMIN_PASSWORD: 'given' });
  });
});
