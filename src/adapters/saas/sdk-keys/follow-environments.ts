import type { UpstreamStream } from '../../../ports/saas-client.port.js';
import { countedSubscription } from '../counted-subscription.js';
import { HttpUpstreamStream } from '../http-upstream-stream.js';
import { environmentChangeOf } from '../relay-change-of.js';
import { FoldedStream } from './folded-stream.js';
import type { SdkKeysConnection } from './sdk-keys-connection.js';
import { watchAuthKeys } from './watch-auth-keys.js';
import { watchUnserved } from './watch-unserved.js';

/** Follows every environment by a stream of its own, and watches what no stream tells: SDK keys, and keys of ours that did not work. */
export async function followEnvironments(connection: SdkKeysConnection): Promise<UpstreamStream> {
  const { ring, outlet, pollIntervalMs } = connection;
  const stream = new FoldedStream({
    pollIntervalMs,
    open: async (environment) => {
      const key = ring.of(environment);
      if (key === undefined) throw new Error('no SDK key opens it');
      return countedSubscription(outlet.metrics, async () =>
        HttpUpstreamStream.in(await key.openStream(), outlet, (data) => environmentChangeOf(data, environment)),
      );
    },
  });
  if (ring.environments.length === 0) await ring.authenticate();
  await stream.start(ring.environments);
  void watchAuthKeys(connection, stream);
  void watchUnserved(connection, stream, (environment) => stream.add(environment));
  return stream;
}
