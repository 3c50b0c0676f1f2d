import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Slots } from '../../../kernel/slots.js';
import type { MessageOutlet } from './message-outlet.js';
import { pause } from './pause.js';
import type { SdkKeysConnection } from './sdk-keys-connection.js';

const listedAtOnce = 4;

/** Lists the SDK keys of every environment now and then, and tells which were created and removed, until the stream is closed. */
export async function watchAuthKeys({ ring, authKeys, settings }: SdkKeysConnection, stream: MessageOutlet): Promise<void> {
  const slots = new Slots(listedAtOnce);
  const look = async (environment: EnvironmentId) => {
    if (stream.closed.aborted) return;
    const changes = await authKeys.changes(environment);
    // Keys that are held from before may be gone: only the whole environment tells.
    if (changes === undefined) await stream.put({ domain: 'stream', event: 'resumed', environments: [environment] });
    for (const change of changes ?? []) await stream.put(change);
  };
  for (;;) {
    await pause(settings.keyPollIntervalMs, stream.closed);
    if (stream.closed.aborted) return;
    await Promise.all(ring.environments.map((environment) => slots.run(() => look(environment))));
  }
}
