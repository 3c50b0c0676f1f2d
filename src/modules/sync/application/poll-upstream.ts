import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { ReportUpstream } from './report-upstream.js';
import { Synchronise } from './synchronise.js';

/** Fetches everything and says how that went. Polls may overlap when a stream is lost and found again: only the latest tells how the upstream is. */
@Injectable()
export class PollUpstream {
  readonly #host = hostname();
  #turn = 0;

  constructor(
    private readonly synchronise: Synchronise,
    private readonly report: ReportUpstream,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly metrics: RelayMetrics,
  ) {}

  /** Environments that could not be fetched; undefined when nothing could. */
  async execute(): Promise<ReadonlyMap<EnvironmentId, Error> | undefined> {
    const turn = ++this.#turn;
    this.#isPolling(true);
    try {
      const unreached = await this.synchronise.execute();
      if (turn === this.#turn) {
        this.state.configIs('SYNCED');
        this.report.works();
      }
      return unreached;
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
      return undefined;
    } finally {
      if (turn === this.#turn) this.#isPolling(false);
    }
  }

  /** What a poll on its way finds does not count any more. */
  discount(): void {
    this.#turn++;
    this.#isPolling(false);
  }

  #failed(error: unknown): void {
    this.report.failed(error, 'configuration could not be fetched');
    if (this.readModel.size === 0) this.state.configIs('FAILED_TO_SYNC');
  }

  #isPolling(isPolling: boolean): void {
    this.metrics.pollingStatus.set({ host: this.#host }, isPolling ? 1 : 0);
  }
}
