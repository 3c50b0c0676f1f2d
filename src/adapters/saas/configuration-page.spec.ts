import { RecordedLog } from '../../../test/support/recorded-log.js';
import { Pace } from '../../kernel/pace.js';
import { configurationPageOf, environmentsOf } from './configuration-page.js';

describe('a page of ten large environments', () => {
  const flags = Array.from({ length: 200 }, (_, index) => `{"feature":"flag ${index}","version":${index},"description":"${'x'.repeat(1_000)}"}`).join();
  const text = `{"pageCount":1,"environments":[${Array.from({ length: 10 }, (_, index) => `{"id":"${index}","featureConfigs":[${flags}]}`).join()}]}`;

  it('is read in many short turns, so that other work gets its own', async () => {
    let turns = 0;
    const count = (): void => {
      turns++;
      running = setImmediate(count);
    };
    let running = setImmediate(count);

    let environments = 0;
    for await (const { featureConfigs } of environmentsOf(configurationPageOf(text), new Pace(), new RecordedLog())) environments += featureConfigs.length / 200;
    clearImmediate(running);

    expect(environments).toBe(10);
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});
