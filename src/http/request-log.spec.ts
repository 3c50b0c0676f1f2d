import { RecordedLog } from '../../test/support/recorded-log.js';
import { RequestLog } from './request-log.js';

const answered = { id: 'req-1', method: 'GET', url: '/stream', status: 200, ms: 1.26, environment: 'env-1', headers: {}, traceId: undefined };

describe('the log of a share of the requests', () => {
  it('has about that share, and says so in each line', () => {
    const log = new RecordedLog();
    const requests = new RequestLog(log, 0.1);

    for (let i = 0; i < 10_000; i++) requests.write(answered);

    expect(log.lines.length).toBeGreaterThan(700);
    expect(log.lines.length).toBeLessThan(1_300);
    expect(log.lines[0]).toContain('share: 0.1');
  });

  it('leaves out nothing that went wrong here', () => {
    const log = new RecordedLog();
    const requests = new RequestLog(log, 0.000_001);

    for (let i = 0; i < 20; i++) requests.write({ ...answered, status: 503 });

    expect(log.lines).toHaveLength(20);
  });
});

describe('the log of all requests', () => {
  it('has a line for each, with what is known', () => {
    const log = new RecordedLog();

    new RequestLog(log, 1).write({ ...answered, headers: { 'harness-sdk-applicationid': 'shop' }, traceId: 'abc' });

    expect(log.lines).toEqual(["info request { requestId: 'req-1', method: 'GET', url: '/stream', status: 200, ms: 1.3, environment: 'env-1', application: 'shop', traceId: 'abc' }"]);
  });
});
