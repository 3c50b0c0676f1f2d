import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { freePort } from '../../support/free-port.js';
import { TcpRelay } from '../../support/tcp-relay.js';
import { SingleNode } from '../single-node.js';
import { streamsAt } from '../streams-at.js';
import { gapEnvironment } from './gap-environment.js';
import type { GapScene } from './gap-scene.js';
import { knowsTheChange } from './knows-the-change.js';

/** What happens to a relay that is alone. */
export type SingleNodeGap = 'its streams are cut' | 'it is restarted with its data' | 'it is restarted without data';

/** One relay, which SDKs reach by a way of their own. */
export async function singleNodeScene(gap: SingleNodeGap): Promise<GapScene> {
  const saas = await StandInSaas.start();
  saas.addEnvironment(gapEnvironment.source);
  const disk = new FilesOnDisk();
  const node = await SingleNode.start(saas, gap === 'it is restarted with its data' ? { SNAPSHOT_DIR: disk.path } : {});
  const port = Number(new URL(node.url).port);
  const way = await TcpRelay.start(port);

  return {
    saas,
    urls: [`http://${way.address}`],
    pass: async (change) => {
      way.target(await freePort());
      way.cut();
      if (gap !== 'its streams are cut') await node.stop();
      change();
      if (gap !== 'its streams are cut') await node.startAgain();
      await knowsTheChange(node.url);
      way.target(port);
    },
    streams: () => streamsAt(node.url),
    stop: async () => {
      await way.stop();
      await node.stop();
      await saas.close();
      disk.remove();
    },
  };
}
