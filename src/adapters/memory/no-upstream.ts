import { Injectable } from '@nestjs/common';
import type { ConfigItem, EnvironmentConfig } from '../../kernel/configuration.js';
import { UpstreamUnavailable, type SaasClientPort, type UpstreamSession, type UpstreamStream } from '../../ports/saas-client.port.js';

/** What stands for the upstream on a node that makes no request to it. Nobody asks it there; whoever does is told so. */
@Injectable()
export class NoUpstream implements SaasClientPort {
  authenticate(): Promise<UpstreamSession> {
    return refused();
  }

  fetchConfiguration(): AsyncIterable<EnvironmentConfig> {
    return { [Symbol.asyncIterator]: () => ({ next: refused }) };
  }

  fetchEnvironment(): Promise<EnvironmentConfig | undefined> {
    return refused();
  }

  fetchFeatureConfigs(): Promise<readonly ConfigItem[]> {
    return refused();
  }

  fetchSegments(): Promise<readonly ConfigItem[]> {
    return refused();
  }

  openStream(): Promise<UpstreamStream> {
    return refused();
  }
}

async function refused(): Promise<never> {
  throw new UpstreamUnavailable('This node makes no request to SaaS');
}
