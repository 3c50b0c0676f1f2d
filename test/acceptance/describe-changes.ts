import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aQuestion } from './a-question.js';
import { eventually } from './eventually.js';
import { reportDelay } from './report-delay.js';
import type { Scene } from './scene.js';

const [{ id: environment }] = sampleConfiguration;

export function describeChanges(scene: () => Scene): void {
  describe('hears through its stream', () => {
    it('that a flag has changed', async () => {
      const { installation, session } = scene();
      const ask = () => session.ask(aQuestion({ flag: 'dark-mode' }));
      await eventually(ask, true);

      const delays: number[] = [];
      for (const [state, expected] of [['off', false], ['on', true], ['off', false]] as const) {
        installation.saas.patchFlag(environment, 'dark-mode', { state }, { announce: true });
        delays.push(await eventually(ask, expected));
      }

      reportDelay('a changed flag', delays);
      expect(delays).toHaveLength(3);
    });

    it('that there is a new flag', async () => {
      const { installation, session } = scene();
      const ask = () => session.ask(aQuestion({ flag: 'gift-wrapping' }));
      await expect(ask()).resolves.toBe(false);

      installation.saas.putFlag(environment, aFeatureConfig({ feature: 'gift-wrapping' }), { announce: true });

      const delay = await eventually(ask, true);
      reportDelay('a new flag', [delay]);
    });

    it('that a flag is gone, and serves what the application falls back to', async () => {
      const { installation, session } = scene();
      const ask = () => session.ask(aQuestion({ flag: 'banner-text', kind: 'string', fallback: 'no banner' }));
      await expect(ask()).resolves.toBe('Welcome');

      installation.saas.deleteFlag(environment, 'banner-text', { announce: true });

      const delay = await eventually(ask, 'no banner');
      reportDelay('a flag that is gone', [delay]);
    });

    it('that a group has another member', async () => {
      const { installation, session } = scene();
      const ask = () => session.ask(aQuestion({ flag: 'new-checkout' }));
      await expect(ask()).resolves.toBe(false);

      installation.saas.patchSegment(environment, 'beta-testers', { included: [{ identifier: 'otto', name: 'Otto' }] }, { announce: true });

      const delay = await eventually(ask, true);
      reportDelay('a changed group', [delay]);
    });
  });
}
