import { Histogram, type Registry } from 'prom-client';
import type { RequestTallies } from './request-tallies.js';
import { durationBuckets, type RequestTally } from './request-tally.js';

type Label = 'envID' | 'url' | 'le';

const name = 'ff_proxy_http_requests_duration';
const help = 'Seconds from the request head to the end of the answer, by route';

/** A histogram that is read off the tallies when it is scraped: prom-client's own `observe` costs a microsecond a request. */
export class RequestDurations extends Histogram<Label> {
  readonly #tallies: RequestTallies;
  readonly #description = new Histogram<Label>({ name, help, registers: [] });

  constructor(tallies: RequestTallies, registry: Registry) {
    super({ name, help, labelNames: ['envID', 'url'], buckets: [...durationBuckets], registers: [registry] });
    this.#tallies = tallies;
  }

  override async get(): ReturnType<Histogram<Label>['get']> {
    return { ...(await this.#description.get()), values: [...this.#tallies].flatMap(valuesOf) };
  }

  /** The form that the registry asks for first. */
  getForPromString(): ReturnType<Histogram<Label>['get']> {
    return this.get();
  }
}

function valuesOf(tally: RequestTally): { value: number; labels: Partial<Record<Label, string | number>>; metricName: string }[] {
  const { envID, url } = tally;
  const cumulative = tally.cumulative();
  const buckets = cumulative.map((value, bucket) => ({
    value,
    labels: { le: durationBuckets[bucket] ?? '+Inf', envID, url },
    metricName: `${name}_bucket`,
  }));
  return [
    ...buckets,
    { value: tally.seconds, labels: { envID, url }, metricName: `${name}_sum` },
    { value: cumulative.at(-1) ?? 0, labels: { envID, url }, metricName: `${name}_count` },
  ];
}
