import { existsSync, readdirSync } from 'node:fs';
import { cells, type Cell } from '../../start-up/cell.js';
import { expectToAnswer } from '../../start-up/expect-to-answer.js';
import { StartingSaas } from '../../start-up/starting-saas.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { aRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';

describe('a single node that starts', () => {
  it.concurrent.each(cells.filter(({ node }) => node === 'single'))(
    'while SaaS is $saas, cache $cache, answers $meanwhile, and in the end $inTheEnd',
    async ({ saas: state, cache, meanwhile, inTheEnd }) => {
      const starting = await StartingSaas.start();
      const disk = new FilesOnDisk();
      const env = { SNAPSHOT_DIR: disk.path };
      await fill(starting, cache, disk);
      await starting.become(state);

      const relay = await aRelay(starting.saas, env);
      try {
        await expectToAnswer(relay, meanwhile, 'meanwhile');
        await starting.heal();
        await expectToAnswer(relay, inTheEnd, 'in the end');
        await until(() => environmentsIn(disk).join() === `env-${StartingSaas.environment}`);
      } finally {
        await relay.close();
        await starting.saas.close();
        disk.remove();
      }
    },
    90_000,
  );
});

/** What an earlier node has left, of this key or of another one, with an environment that is gone since. */
async function fill({ saas }: StartingSaas, cache: Cell['cache'], disk: FilesOnDisk): Promise<void> {
  if (cache === 'empty') return;
  const former = await aRelay(saas, { SNAPSHOT_DIR: disk.path, ...(cache === 'of another key' && { PROXY_KEY: StartingSaas.formerKey }) });
  await until(() => existsSync(disk.at('snapshot.json')), 30_000);
  await former.close();
}

function environmentsIn(disk: FilesOnDisk): readonly string[] {
  return readdirSync(disk.path).filter((name) => name.startsWith('env-'));
}
