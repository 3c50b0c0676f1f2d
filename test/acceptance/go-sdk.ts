import { ProcessSession } from './process-session.js';
import type { Sdk } from './sdk.js';

/** Takes the path of the built driver, which is known once it is built. */
export function goSdk(program: () => string): Sdk {
  return {
    name: 'the Go server SDK',
    metricsName: 'go 0.2.0',
    postsOnClose: false,
    counted: (reads) => reads,
    // It keeps flags in the home directory otherwise.
    open: ({ url, sdkKey }) => ProcessSession.start(program(), [url, sdkKey], { DISABLE_LOCAL_CACHE: 'true' }),
  };
}
