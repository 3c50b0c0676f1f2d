import { Tracing, type Span, type SpanBeginning } from './tracing.js';

const noSpan: Span = { traceId: undefined, run: (work) => work(), name: () => undefined, set: () => undefined, end: () => undefined };
const nothing = Object.freeze({});

/** Nobody looks: costs a call that does nothing. */
export class NoTracing extends Tracing {
  readonly isOn = false;
  readonly isFollowing = false;

  begin(): Span {
    return noSpan;
  }

  within<T>(_name: string, _beginning: SpanBeginning, work: (span: Span) => Promise<T>): Promise<T> {
    return work(noSpan);
  }

  carrier(): Readonly<Record<string, string>> {
    return nothing;
  }
}
