import type { IncomingHttpHeaders } from 'node:http';

/** A request when its answer is out. */
export interface AnsweredRequest {
  readonly id: string;
  readonly method: string;
  /** The pattern of its route. */
  readonly url: string;
  readonly status: number;
  readonly ms: number;
  /** Of a verified token; '' without one. */
  readonly environment: string;
  readonly headers: IncomingHttpHeaders;
  readonly traceId: string | undefined;
}
