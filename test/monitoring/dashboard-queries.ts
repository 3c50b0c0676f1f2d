import { readFileSync } from 'node:fs';

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
}

/** Every query of the dashboard as Grafana sends it with everything selected, beside its panel's title. */
export function dashboardQueries(rateInterval: string): readonly { readonly panel: string; readonly query: string }[] {
  const { panels } = JSON.parse(readFileSync('docker/grafana/dashboards/relay.json', 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, query: expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$job', '.*').replaceAll('$instance', '.*') })),
  );
}
