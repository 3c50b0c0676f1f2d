import { AsyncLocalStorage } from 'node:async_hooks';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ROOT_CONTEXT, SpanKind, defaultTextMapGetter, defaultTextMapSetter, trace, type Context, type Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { Tracing, type Span, type SpanBeginning } from '../kernel/tracing.js';
import { failureName } from './failure-name.js';
import { OpenTelemetrySpan } from './open-telemetry-span.js';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER };

/** What was gathered must not keep a process that ends. */
const lastExportMs = 2_000;

/** Follows work with OpenTelemetry. Nothing global is registered: another tracer in this process, say one preloaded, stays as it is. */
export class OpenTelemetry extends Tracing implements OnApplicationShutdown {
  readonly isOn = true;
  readonly #current = new AsyncLocalStorage<Context>();
  readonly #propagator = new W3CTraceContextPropagator();
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;

  constructor(provider: BasicTracerProvider) {
    super();
    this.#provider = provider;
    this.#tracer = provider.getTracer('ff-relay-proxy');
  }

  get isFollowing(): boolean {
    return this.#current.getStore() !== undefined;
  }

  begin(name: string, { kind, attributes, carrier, links = [], startedAt }: SpanBeginning = {}): Span {
    const parent = carrier ? this.#propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter) : (this.#current.getStore() ?? ROOT_CONTEXT);
    const options = {
      kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind],
      links: links.flatMap((link) => (link instanceof OpenTelemetrySpan ? [{ context: link.otel.spanContext() }] : [])),
      ...(attributes && { attributes }),
      ...(startedAt !== undefined && { startTime: startedAt }),
    };
    const span = this.#tracer.startSpan(name, options, parent);
    return new OpenTelemetrySpan(span, trace.setSpan(parent, span), this.#current);
  }

  async within<T>(name: string, beginning: SpanBeginning, work: (span: Span) => Promise<T>): Promise<T> {
    const span = this.begin(name, beginning);
    try {
      const result = await span.run(() => work(span));
      span.end();
      return result;
    } catch (error) {
      span.end(failureName(error));
      throw error;
    }
  }

  carrier(): Readonly<Record<string, string>> {
    const carrier: Record<string, string> = {};
    const context = this.#current.getStore();
    if (context) this.#propagator.inject(context, carrier, defaultTextMapSetter);
    return carrier;
  }

  async onApplicationShutdown(): Promise<void> {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, lastExportMs).unref());
    await Promise.race([this.#provider.shutdown().catch(() => undefined), limit]);
  }
}
