import type { UpstreamMessage, UpstreamStream } from '../../../ports/saas-client.port.js';
import { MessageChannel } from './message-channel.js';
import { pause } from './pause.js';
import type { SdkKeysConnection } from './sdk-keys-connection.js';
import { watchUnserved } from './watch-unserved.js';

/**
 * What stands for the stream where none may be opened: every so often it says that changes may have been missed, in every
 * environment, and whoever hears that fetches them.
 */
export async function pollEnvironments(connection: SdkKeysConnection): Promise<UpstreamStream> {
  const { ring, settings } = connection;
  const closing = new AbortController();
  const messages = new MessageChannel<UpstreamMessage>();
  const outlet = { closed: closing.signal, put: (message: UpstreamMessage) => messages.put(message) };

  if (ring.environments.length === 0) await ring.authenticate();
  void watchUnserved(connection, outlet, async () => undefined);
  void (async () => {
    while (!closing.signal.aborted) {
      await pause(settings.flagPollIntervalMs, closing.signal);
      await outlet.put({ domain: 'stream', event: 'resumed', environments: ring.environments });
    }
  })();
  return {
    messages,
    close: () => {
      closing.abort();
      messages.end();
    },
  };
}
