import { Injectable } from '@nestjs/common';
import type { StreamState } from '../../../kernel/changes.js';
import { LeadershipPort } from '../../../ports/leadership.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState, type ConfigState } from '../../../read-model/relay-state.js';

export interface HealthReport {
  readonly configStatus: { readonly state: ConfigState['state'] | 'READ_REPLICA'; readonly since: number };
  readonly streamStatus: StreamState;
  readonly cacheStatus: 'healthy' | 'unhealthy';
  /** Why changes do not arrive, in words for an operator. Absent while they do. */
  readonly upstreamFault?: string;
}

/** Environments and credentials named in the details of one answer. */
const maxNamed = 100;

/** What the relay says about itself, from memory: never waits on SaaS or on a cache. */
@Injectable()
export class ReportHealth {
  constructor(
    private readonly state: RelayState,
    private readonly readModel: ReadModel,
    private readonly leadership: LeadershipPort,
  ) {}

  report(): HealthReport {
    const { upstreamFault } = this.state;
    const { state, since } = this.state.config;
    const isReplica = state === 'SYNCED' && !this.leadership.isCandidate;
    return {
      configStatus: { state: isReplica ? 'READ_REPLICA' : state, since },
      streamStatus: this.state.wholeStream,
      cacheStatus: 'healthy',
      ...(upstreamFault !== undefined && { upstreamFault }),
    };
  }

  /** Whether requests should be sent here, with details for an operator. */
  readiness(): { ready: boolean; details: Record<string, unknown> } {
    const { config, wholeStream, interrupted, unserved, upstreamFault, shuttingDown } = this.state;
    return {
      ready: config.state === 'SYNCED' && !shuttingDown,
      details: {
        configuration: config.state,
        environments: this.readModel.size,
        saasStream: wholeStream.state,
        ...(interrupted.size > 0 && { interrupted: Object.fromEntries([...interrupted].slice(0, maxNamed)) }),
        ...(unserved.length > 0 && { unserved: Object.fromEntries(unserved.slice(0, maxNamed).map(({ name, reason }) => [name, reason])) }),
        ...(upstreamFault !== undefined && { upstreamFault }),
        ...(shuttingDown && { shuttingDown }),
      },
    };
  }
}
