import { Counter, Gauge } from 'prom-client';
import type { Log } from '../../../kernel/log.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { SparseWarnings } from '../sparse-warnings.js';
import { streamKeys } from './stream-keys.js';

/** What operators are told about the stream of metrics. The counts inside a lost entry are unknown: the unit is entries. */
export class StreamTally {
  readonly #lost: Counter<'reason'>;
  readonly #backlog: Gauge;
  readonly #warnings: Readonly<Record<'trimmed' | 'unreadable', SparseWarnings>>;

  constructor(
    log: Log,
    private readonly metrics: Pick<RelayMetrics, 'registry' | 'metricsReceived' | 'metricsSubscriptions'>,
  ) {
    const { registry } = metrics;
    this.#lost = new Counter({
      name: 'ff_relay_metrics_stream_entries_lost_total',
      help: 'Entries of the metrics stream (each with the counts of one or more SDK posts) that were lost, by reason',
      labelNames: ['reason'],
      registers: [registry],
    });
    for (const reason of ['trimmed', 'unreadable']) this.#lost.inc({ reason }, 0);
    this.#backlog = new Gauge({
      name: 'ff_relay_metrics_shared_backlog_bytes',
      help: 'SDK metrics of all nodes that the leader has gathered in Redis and SaaS has not accepted yet',
      registers: [registry],
    });
    this.#warnings = {
      trimmed: new SparseWarnings(log, 'the metrics stream was cut before it was read: entries with SDK metrics are lost'),
      unreadable: new SparseWarnings(log, 'entries of the metrics stream cannot be read and were put aside'),
    };
  }

  subscribed(): void {
    this.metrics.metricsSubscriptions.inc({ topic: streamKeys.stream });
  }

  received(isUnderstood: boolean): void {
    this.metrics.metricsReceived.inc({ topic: streamKeys.stream, error: isUnderstood ? 'false' : 'err_parsing_message' });
  }

  /** The stream could not be read. */
  failed(): void {
    this.metrics.metricsReceived.inc({ topic: streamKeys.stream, error: 'stream_disconnect' });
  }

  lost(reason: 'trimmed' | 'unreadable', entries: number): void {
    if (entries === 0) return;

    this.#lost.inc({ reason }, entries);
    this.#warnings[reason].warn({ entries });
  }

  backlog(bytes: number): void {
    this.#backlog.set(bytes);
  }
}
