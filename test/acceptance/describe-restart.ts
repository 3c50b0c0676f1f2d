import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { aQuestion } from './a-question.js';
import { eventually } from './eventually.js';
import { reportDelay } from './report-delay.js';
import type { Scene } from './scene.js';

const [{ id: environment }] = sampleConfiguration;

/** Comes after the metrics, when the session is the only one left: the stream that is opened anew is its own. */
export function describeRestart(scene: () => Scene): void {
  it('goes on with its token after the relays have been restarted, and hears of further changes', async () => {
    const { installation, session } = scene();
    const ask = () => session.ask(aQuestion({ flag: 'retired-offer' }));
    await expect(ask()).resolves.toBe(false);

    await installation.restartRelays();
    await expect(ask()).resolves.toBe(false);
    await installation.untilStreaming();
    installation.saas.patchFlag(environment, 'retired-offer', { state: 'on' }, { announce: true });

    const delay = await eventually(ask, true);
    reportDelay('a flag changed after the restart', [delay]);
  }, 120_000);
}
