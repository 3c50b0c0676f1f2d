import type { UpstreamMessage } from '../../../ports/saas-client.port.js';

/** Where messages of the stream go. After it is closed, nobody hears them. */
export interface MessageOutlet {
  readonly closed: AbortSignal;
  put(message: UpstreamMessage): Promise<void>;
}
