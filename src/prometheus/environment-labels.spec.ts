import { EnvironmentLabels } from './environment-labels.js';

describe('the environments that are told apart', () => {
  it('are named as they are', () => {
    const labels = new EnvironmentLabels();

    expect([labels.of('env-1'), labels.of('env-2'), labels.of('')]).toEqual(['env-1', 'env-2', '']);
  });

  it('are 1,000, and the others one', () => {
    const labels = new EnvironmentLabels();
    const named = new Set(Array.from({ length: 3000 }, (_, n) => labels.of(`env-${n}`)));

    expect(named.size).toBe(1001);
    expect([labels.of('env-999'), labels.of('env-1000'), labels.of('env-1')]).toEqual(['env-999', 'other', 'env-1']);
  });
});
