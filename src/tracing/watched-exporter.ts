import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Log } from '../kernel/log.js';
import { failureName } from './failure-name.js';

type Done = Parameters<SpanExporter['export']>[1];

const quietMs = 60_000;

/** Says, once a minute at most, that traces get lost: OpenTelemetry keeps it to itself. */
export class WatchedExporter implements SpanExporter {
  #lost = 0;
  #warnedAt = -Infinity;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly log: Log,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.#warn(spans.length, result.error);
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  #warn(spans: number, error: unknown): void {
    this.#lost += spans;
    const now = performance.now();
    if (now - this.#warnedAt < quietMs) return;
    this.#warnedAt = now;
    this.log.warn({ spans: this.#lost, reason: failureName(error) }, 'traces could not be exported');
    this.#lost = 0;
  }
}
