import { Injectable } from '@nestjs/common';
import type { Target } from '../../kernel/target.js';
import { UpstreamUnavailable, type FetchedEnvironment, type FetchedItems, type SaasClientPort, type UpstreamSession, type UpstreamStream } from '../../ports/saas-client.port.js';

/** What stands for the upstream on a node that makes no request to it. Nobody asks it there; whoever does is told so. */
@Injectable()
export class NoUpstream implements SaasClientPort {
  authenticate(): Promise<UpstreamSession> {
    return refused();
  }

  fetchConfiguration(): AsyncIterable<FetchedEnvironment> {
    return { [Symbol.asyncIterator]: () => ({ next: refused }) };
  }

  fetchEnvironment(): Promise<FetchedEnvironment | undefined> {
    return refused();
  }

  fetchFeatureConfigs(): Promise<FetchedItems> {
    return refused();
  }

  fetchSegments(): Promise<FetchedItems> {
    return refused();
  }

  fetchTargets(): AsyncIterable<Target> {
    return { [Symbol.asyncIterator]: () => ({ next: refused }) };
  }

  openStream(): Promise<UpstreamStream> {
    return refused();
  }
}

async function refused(): Promise<never> {
  throw new UpstreamUnavailable('This node makes no request to SaaS');
}
