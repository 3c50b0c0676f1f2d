import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MessageOutlet } from './message-outlet.js';
import { pause } from './pause.js';
import type { SdkKey } from './sdk-key.js';
import type { SdkKeysConnection } from './sdk-keys-connection.js';

/** Tries keys whose environment is not known until they work, and tells their environments as added, until the stream is closed. */
export async function watchUnserved(
  { ring, pollIntervalMs }: SdkKeysConnection,
  stream: MessageOutlet,
  add: (environment: EnvironmentId) => Promise<void>,
): Promise<void> {
  const attempt = async (key: SdkKey) => {
    const session = await key.authenticate().catch(() => undefined);
    if (session === undefined || stream.closed.aborted) return;
    await add(session.environment);
    await stream.put({ domain: 'proxy', event: 'environmentsAdded', environments: [session.environment] });
  };
  while (ring.unserved.length > 0) {
    await pause(pollIntervalMs, stream.closed);
    if (stream.closed.aborted) return;
    for (const key of ring.unserved) await attempt(key);
  }
}
