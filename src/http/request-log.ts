import type { Log } from '../kernel/log.js';
import type { AnsweredRequest } from './answered-request.js';

/** One line per request, or for a share of them. What went wrong on our side is never left out. */
export class RequestLog {
  readonly #log: Log;
  readonly #share: number;

  /** `share`: from 0, none, to 1, all. */
  constructor(log: Log, share: number) {
    this.#log = log;
    this.#share = share;
  }

  get isOn(): boolean {
    return this.#share > 0;
  }

  write({ id, method, url, status, ms, environment, headers, traceId }: AnsweredRequest): void {
    if (status < 500 && this.#share < 1 && Math.random() >= this.#share) return;
    const application = headers['harness-sdk-applicationid'];
    this.#log.info(
      {
        requestId: id,
        method,
        url,
        status,
        ms: Math.round(ms * 10) / 10,
        ...(environment !== '' && { environment }),
        ...(application !== undefined && { application }),
        ...(traceId !== undefined && { traceId }),
        ...(this.#share < 1 && { share: this.#share }),
      },
      'request',
    );
  }
}
