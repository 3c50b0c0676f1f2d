import type { AsyncLocalStorage } from 'node:async_hooks';
import { SpanStatusCode, type Context, type Span as OtelSpan } from '@opentelemetry/api';
import type { Span, SpanAttributes } from '../kernel/tracing.js';

/** A span of OpenTelemetry, with the context in which its parts are begun. */
export class OpenTelemetrySpan implements Span {
  readonly traceId: string;

  constructor(
    readonly otel: OtelSpan,
    private readonly context: Context,
    private readonly current: AsyncLocalStorage<Context>,
  ) {
    this.traceId = otel.spanContext().traceId;
  }

  run<T>(work: () => T): T {
    return this.current.run(this.context, work);
  }

  name(name: string): void {
    this.otel.updateName(name);
  }

  set(attributes: SpanAttributes): void {
    this.otel.setAttributes(attributes);
  }

  end(failure?: string): void {
    if (failure !== undefined) this.otel.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR });
    this.otel.end();
  }
}
