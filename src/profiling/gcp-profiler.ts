import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Log } from '../kernel/log.js';

/** Not among our dependencies: it compiles native code at installation. Who wants it installs it beside the relay. */
const agent = '@google-cloud/profiler';

const serviceContext = { service: 'ff-relay-proxy' };

/** Google's agent, which samples this process and uploads by itself. Without it the relay runs on. */
export class GcpProfiler implements OnApplicationBootstrap {
  constructor(private readonly log: Log) {}

  async onApplicationBootstrap(): Promise<void> {
    const start = startIn(await import(agent).catch((error: unknown) => this.#missing(error)));
    if (!start) return;
    // Not waited for: it asks the metadata server first.
    Promise.resolve(start({ serviceContext })).then(
      () => this.log.info({ ...serviceContext }, 'GCP_PROFILER_ENABLED: the agent runs'),
      (error: unknown) => this.log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'GCP_PROFILER_ENABLED: the agent could not be started'),
    );
  }

  #missing(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    this.log.error({ code }, 'GCP_PROFILER_ENABLED: the package @google-cloud/profiler cannot be loaded, install it beside the relay; nothing is profiled');
  }
}

type Start = (options: { readonly serviceContext: typeof serviceContext }) => unknown;

/** CommonJS shows what it exports either way. */
function startIn(module: unknown): Start | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  if ('start' in module && isStart(module.start)) return module.start;
  return 'default' in module ? startIn(module.default) : undefined;
}

function isStart(value: unknown): value is Start {
  return typeof value === 'function';
}
