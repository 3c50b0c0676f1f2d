import { spawnSync } from 'node:child_process';
import { entry, filled, target } from './large-posts.js';

describe('a post of metrics of 100 KB', () => {
  it('costs at most three times what parsing its bytes does', () => {
    const input = `{"metricsData":[${filled(70_000, entry)}],"targetData":[${filled(30_000, target)}]}`;

    const { stdout, stderr } = spawnSync(process.execPath, ['test/e2e/turns/cost-of-a-post.mjs'], { input, encoding: 'utf8', timeout: 60_000 });

    expect(stderr).toBe('');
    expect(Number.parseFloat(stdout)).toBeGreaterThan(1);
    expect(Number.parseFloat(stdout)).toBeLessThan(3);
  }, 60_000);
});
