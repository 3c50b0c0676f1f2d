import { Injectable } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { UpstreamRejected } from '../../../ports/saas-client.port.js';
import { RelayState } from '../../../read-model/relay-state.js';

/** Says in health and log why the upstream cannot be read: somebody has to act where it refuses our key, and must learn of it. */
@Injectable()
export class ReportUpstream {
  #refusedChanges: string | undefined;

  constructor(
    private readonly state: RelayState,
    private readonly log: Log,
  ) {}

  /** Neither fetch nor stream: `what` is how the log tells it. */
  failed(error: unknown, what: string): void {
    this.state.upstreamFault = messageOf(error);
    if (error instanceof UpstreamRejected) this.log.error({ err: error }, `${what}: our key is refused`);
    else this.log.warn({ err: error }, what);
  }

  works(): void {
    this.state.upstreamFault = undefined;
  }

  /** The stream goes on telling of changes that cannot be fetched. */
  changesFailed(error: unknown, details: object): void {
    const isNews = this.#refusedChanges === undefined || this.#refusedChanges !== this.state.upstreamFault;
    if (!(error instanceof UpstreamRejected) || !isNews) {
      this.log.warn({ err: error, ...details }, 'changes could not be fetched: trying again');
      return;
    }
    this.failed(error, 'changes could not be fetched');
    this.#refusedChanges = this.state.upstreamFault;
  }

  changesFetched(): void {
    if (this.#refusedChanges === undefined) return;
    if (this.state.upstreamFault === this.#refusedChanges) this.works();
    this.#refusedChanges = undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
