import { MemoryMetricsQueue } from '../../../adapters/memory/memory-metrics-queue.js';
import { Log } from '../../../kernel/log.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import { type IntakeResult, SaasIntakePort } from '../../../ports/saas-intake.port.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { evaluationsIn } from '../domain/evaluations-in.js';
import { ForwardMetrics } from './forward-metrics.js';
import { PostGathered } from './post-gathered.js';

const intervalMs = 60_000;
const flushBytes = 2000;

describe('forwarding metrics', () => {
  let intake: ScriptedIntake;
  let log: RecordingLog;
  let metrics: RelayMetrics;
  let queue: MemoryMetricsQueue;
  let forward: ForwardMetrics;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
    intake = new ScriptedIntake();
    log = new RecordingLog();
    metrics = new RelayMetrics();
    queue = new MemoryMetricsQueue(log, metrics);
    forward = aForwarder(intervalMs);
    forward.onApplicationBootstrap();
  });

  afterEach(async () => {
    intake.answer = () => 'refused';
    const flushed = forward.flush(0);
    await jest.runAllTimersAsync();
    await flushed;
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  function aForwarder(postIntervalMs: number): ForwardMetrics {
    const config = { metrics: { postIntervalMs, flushBytes } };
    return new ForwardMetrics(new PostGathered(queue, intake, metrics, log, config), queue, log, config);
  }

  it('posts what has gathered once per interval', async () => {
    await queue.append('env-1', aReport(['f1', 'f2']));
    await queue.append('env-1', aReport(['f1']));

    await jest.advanceTimersByTimeAsync(intervalMs - 1);
    expect(intake.posts).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(intake.posts).toEqual([{ environment: 'env-1', evaluations: 3 }]);
    await queue.append('env-1', aReport(['f1']));
    await jest.advanceTimersByTimeAsync(intervalMs);

    expect(intake.posts).toEqual([
      { environment: 'env-1', evaluations: 3 },
      { environment: 'env-1', evaluations: 1 },
    ]);
    expect(await forwarded()).toEqual([{ labels: { envID: 'env-1', error: 'false' }, value: 2 }]);
  });

  it('posts nothing when nothing has gathered', async () => {
    await jest.advanceTimersByTimeAsync(5 * intervalMs);

    expect(intake.posts).toEqual([]);
  });

  it('posts at once when enough has gathered, in posts of bounded size', async () => {
    await queue.append('env-1', aReport(flags(2000)));
    await jest.advanceTimersByTimeAsync(0);

    expect(intake.posts.length).toBeGreaterThan(1);
    expect(intake.evaluations()).toBe(2000);
    expect(intake.largestPost).toBeLessThanOrEqual(64 * 1024);
  });

  it('posts entries that are larger than the size it posts at', async () => {
    const longest = 'f'.repeat(2 * flushBytes);
    await queue.append('env-1', aReport([longest]));
    await jest.advanceTimersByTimeAsync(0);

    expect(intake.evaluations()).toBe(1);
  });

  it('goes on with what gathers while it posts, one run at a time', async () => {
    const held = intake.hold();
    await queue.append('env-1', aReport(flags(11)));
    await queue.append('env-1', aReport(flags(30)));
    await jest.advanceTimersByTimeAsync(0);
    expect(intake.open).toBe(1);

    held.answer('accepted');
    await jest.advanceTimersByTimeAsync(0);

    expect(intake.evaluations()).toBe(41);
    expect(intake.mostOpen).toBe(1);
  });

  it('posts at most four environments at a time', async () => {
    const held = intake.hold();
    for (let i = 0; i < 10; i += 1) await queue.append(`env-${i}`, aReport(['f1']));
    await jest.advanceTimersByTimeAsync(intervalMs);
    expect(intake.open).toBe(4);

    held.answer('accepted');
    await jest.advanceTimersByTimeAsync(0);

    expect(intake.posts).toHaveLength(10);
    expect(intake.mostOpen).toBe(4);
  });

  it('keeps what SaaS could not take, and posts it after a growing delay together with what came since', async () => {
    intake.answer = () => 'retry';
    await queue.append('env-1', aReport(['f1']));
    await jest.advanceTimersByTimeAsync(intervalMs);
    expect(intake.posts).toHaveLength(1);

    await jest.advanceTimersByTimeAsync(1000);
    expect(intake.posts).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(999);
    expect(intake.posts).toHaveLength(2);
    await queue.append('env-1', aReport(['f1']));
    intake.answer = () => 'accepted';
    await jest.advanceTimersByTimeAsync(1001);

    expect(intake.posts.at(-1)).toEqual({ environment: 'env-1', evaluations: 2 });
    expect(await backlogBytes()).toBe(0);
    expect(await dropped()).toEqual([]);
    expect(log.messages('warn')).toEqual(Array(2).fill('SDK metrics wait for another attempt'));
    expect(await forwarded()).toEqual([
      { labels: { envID: 'env-1', error: 'true' }, value: 2 },
      { labels: { envID: 'env-1', error: 'false' }, value: 1 },
    ]);
  });

  it('does not hammer a SaaS that is away, however much gathers', async () => {
    intake.answer = () => 'retry';
    await queue.append('env-1', aReport(flags(50)));
    await jest.advanceTimersByTimeAsync(0);
    expect(intake.posts).toHaveLength(1);

    for (let i = 0; i < 20; i += 1) await queue.append(`env-${i}`, aReport(flags(50)));
    await jest.advanceTimersByTimeAsync(0);
    expect(intake.posts).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1000);
    expect(intake.posts.length).toBeLessThanOrEqual(1 + 2 * 4);

    intake.answer = () => 'accepted';
    intake.posts.length = 0;
    await jest.advanceTimersByTimeAsync(intervalMs);
    expect(intake.evaluations()).toBe(21 * 50);
  });

  it('goes on at once with what gathered during an attempt that succeeds after a failure', async () => {
    intake.answer = () => 'retry';
    await queue.append('env-1', aReport(flags(100)));
    await jest.advanceTimersByTimeAsync(0);
    const held = intake.hold();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(intake.posts).toHaveLength(2);

    await queue.append('env-1', aReport(flags(100)));
    held.answer('accepted');
    await jest.advanceTimersByTimeAsync(0);

    expect(intake.posts.map(({ evaluations }) => evaluations)).toEqual([100, 100, 100]);
  });

  it('goes on at once with what gathers in the very moment in which a run ends', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      const held = intake.hold();
      await queue.append('env-1', aReport(flags(100)));
      await jest.advanceTimersByTimeAsync(0);

      held.answer('accepted');
      for (let step = 0; step < moment; step += 1) await Promise.resolve();
      await queue.append('env-1', aReport(flags(100)));
      await jest.advanceTimersByTimeAsync(0);

      expect([moment, intake.evaluations()]).toEqual([moment, 200 * (moment + 1)]);
    }
  });

  it('gives every environment its turn while others fail', async () => {
    intake.answer = (environment) => (environment.startsWith('bad') ? 'retry' : 'accepted');
    for (let i = 0; i < 8; i += 1) await queue.append(`bad-${i}`, aReport(['f1']));
    await queue.append('good', aReport(['f1']));

    await jest.advanceTimersByTimeAsync(2 * intervalMs);

    expect(intake.posts.filter(({ environment }) => environment === 'good')).toHaveLength(1);
  });

  it('drops and counts what SaaS refuses', async () => {
    intake.answer = () => 'refused';
    await queue.append('env-1', aReport(['f1', 'f2']));

    await jest.advanceTimersByTimeAsync(3 * intervalMs);

    expect(intake.posts).toHaveLength(1);
    expect(await dropped()).toEqual([{ labels: { reason: 'refused' }, value: 2 }]);
    expect(log.messages('warn')).toEqual(['SaaS refused SDK metrics']);
    expect(await backlogBytes()).toBe(0);
  });

  it('keeps what a failure of ours left unposted', async () => {
    intake.answer = () => {
      throw new Error('broken');
    };
    await queue.append('env-1', aReport(['f1']));
    await jest.advanceTimersByTimeAsync(intervalMs);
    expect(log.messages('error')).toEqual(['posting SDK metrics failed']);

    intake.answer = () => 'accepted';
    await jest.advanceTimersByTimeAsync(1000);

    expect(intake.posts.at(-1)).toEqual({ environment: 'env-1', evaluations: 1 });
    expect(await backlogBytes()).toBe(0);
  });

  it('goes on after a queue that could not be read', async () => {
    jest.spyOn(queue, 'take').mockRejectedValueOnce(new Error('away'));
    await queue.append('env-1', aReport(['f1']));

    await jest.advanceTimersByTimeAsync(intervalMs + 1000);

    expect(log.messages('error')).toEqual(['SDK metrics cannot be taken from their queue']);
    expect(intake.evaluations()).toBe(1);
  });

  it('posts nothing at all when the interval is 0', async () => {
    const off = aForwarder(0);
    off.onApplicationBootstrap();
    await queue.append('env-1', aReport(['f1']));

    await off.beforeApplicationShutdown();

    expect(intake.posts).toEqual([]);
  });

  describe('at shutdown', () => {
    it('posts what is left', async () => {
      await queue.append('env-1', aReport(['f1']));

      await forward.beforeApplicationShutdown();

      expect(intake.evaluations()).toBe(1);
      expect(log.messages('warn')).toEqual([]);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('tries again while time remains', async () => {
      intake.answer = () => (intake.posts.length < 3 ? 'retry' : 'accepted');
      await queue.append('env-1', aReport(['f1']));

      const flushed = forward.beforeApplicationShutdown();
      await jest.advanceTimersByTimeAsync(5000);
      await flushed;

      expect(intake.posts).toHaveLength(3);
      expect(await backlogBytes()).toBe(0);
    });

    it('waits for a run that is under way', async () => {
      const held = intake.hold();
      await queue.append('env-1', aReport(['f1']));
      await jest.advanceTimersByTimeAsync(intervalMs);
      await queue.append('env-1', aReport(['f1']));

      const flushed = forward.beforeApplicationShutdown();
      held.answer('accepted');
      await flushed;

      expect(intake.evaluations()).toBe(2);
      expect(intake.mostOpen).toBe(1);
    });

    it('ends at its deadline and logs what it leaves', async () => {
      const held = intake.hold();
      await queue.append('env-1', aReport(['f1', 'f2']));

      const flushed = forward.flush(3000);
      await jest.advanceTimersByTimeAsync(3000);
      await flushed;

      expect(log.written).toEqual([{ level: 'warn', fields: { evaluations: 2 }, message: 'SDK metrics are left at shutdown' }]);
      held.answer('retry');
    });

    it('posts nothing on its own afterwards', async () => {
      await forward.beforeApplicationShutdown();

      await queue.append('env-1', aReport(flags(50)));
      await jest.advanceTimersByTimeAsync(5 * intervalMs);

      expect(intake.posts).toEqual([]);
    });
  });

  async function forwarded(): Promise<readonly object[]> {
    return (await metrics.metricsForwarded.get()).values.map(({ labels, value }) => ({ labels, value }));
  }

  async function dropped(): Promise<readonly object[]> {
    return (await metrics.metricsDropped.get()).values.filter(({ value }) => value > 0).map(({ labels, value }) => ({ labels, value }));
  }

  async function backlogBytes(): Promise<number | undefined> {
    return (await metrics.metricsBacklogBytes.get()).values[0]?.value;
  }
});

/** Takes posts as told: `answer` decides at once, `hold` lets all posts wait for one answer. */
class ScriptedIntake extends SaasIntakePort {
  readonly posts: { environment: string; evaluations: number }[] = [];
  answer: (environment: string) => IntakeResult = () => 'accepted';
  largestPost = 0;
  open = 0;
  mostOpen = 0;
  #held: Promise<IntakeResult> | undefined;

  hold(): { answer: (result: IntakeResult) => void } {
    let release: (result: IntakeResult) => void = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return { answer: release };
  }

  evaluations(): number {
    return this.posts.reduce((sum, post) => sum + post.evaluations, 0);
  }

  async postMetrics(environment: string, report: MetricsReport): Promise<IntakeResult> {
    this.posts.push({ environment, evaluations: evaluationsIn(report) });
    this.largestPost = Math.max(this.largestPost, Buffer.byteLength(JSON.stringify(report)));
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    try {
      return (await this.#held) ?? this.answer(environment);
    } finally {
      this.open -= 1;
    }
  }

  async registerTarget(): Promise<IntakeResult> {
    return 'refused';
  }
}

class RecordingLog extends Log {
  readonly written: { level: string; fields: object; message: string }[] = [];

  messages(level: string): readonly string[] {
    return this.written.filter((line) => line.level === level).map(({ message }) => message);
  }

  debug(fields: object, message: string): void {
    this.written.push({ level: 'debug', fields, message });
  }
  info(fields: object, message: string): void {
    this.written.push({ level: 'info', fields, message });
  }
  warn(fields: object, message: string): void {
    this.written.push({ level: 'warn', fields, message });
  }
  error(fields: object, message: string): void {
    this.written.push({ level: 'error', fields, message });
  }
}

function flags(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `a-flag-with-a-name-${i}`);
}

function aReport(identifiers: readonly string[]): MetricsReport {
  const metricsData = identifiers.map((value) => ({
    attributes: [{ key: 'featureIdentifier', value }],
    count: 1,
    metricsType: 'FFMETRICS',
    timestamp: 1_700_000_000_000,
  }));
  return { metricsData, targetData: [] };
}
