import { Global, Module, type INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { MemoryMetricsQueue } from '../../adapters/memory/memory-metrics-queue.js';
import { RELAY_CONFIG } from '../../config/relay-config.token.js';
import { parseBodiesAsJson } from '../../http/json-body.js';
import { Log } from '../../kernel/log.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import { MetricsQueuePort } from '../../ports/metrics-queue.port.js';
import { type IntakeResult, SaasIntakePort } from '../../ports/saas-intake.port.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { MetricsModule } from './index.js';

describe('the metrics module', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    AcceptingIntake.posts.length = 0;
    const fixture = await Test.createTestingModule({ imports: [OutsideModule, MetricsModule] }).compile();
    const adapter = new FastifyAdapter();
    app = fixture.createNestApplication<NestFastifyApplication>(adapter, { bodyParser: false });
    parseBodiesAsJson(adapter.getInstance());
    await app.init();
  });

  afterEach(async () => {
    await app.close();
  });

  it('answers 200 with null as JSON, and posts what it took at shutdown', async () => {
    const body = { metricsData: [{ count: 2, timestamp: 1000, attributes: [{ key: 'featureName', value: 'f1' }] }] };

    const answer = await app.inject({ method: 'POST', url: '/metrics/env-1', payload: body });
    await app.close();

    expect({ status: answer.statusCode, type: answer.headers['content-type'], body: answer.body }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: 'null\n',
    });
    expect(AcceptingIntake.posts).toEqual([
      {
        environment: 'env-1',
        report: { metricsData: [{ attributes: [{ key: 'featureName', value: 'f1' }], count: 2, metricsType: 'FFMETRICS', timestamp: 1000 }], targetData: [] },
      },
    ]);
  });

  it('describes the route in OpenAPI with the schema it validates', () => {
    const { paths } = SwaggerModule.createDocument(app as INestApplication, new DocumentBuilder().build());
    const operation = paths['/metrics/{environment_uuid}']?.post;

    expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400', '401', '413', '503']);
    expect(operation?.requestBody).toMatchObject({ content: { 'application/json': { schema: { properties: { metricsData: { type: 'array' } } } } } });
  });
});

class SilentLog extends Log {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

class AcceptingIntake extends SaasIntakePort {
  static readonly posts: { environment: string; report: MetricsReport }[] = [];

  async postMetrics(environment: string, report: MetricsReport): Promise<IntakeResult> {
    AcceptingIntake.posts.push({ environment, report });
    return 'accepted';
  }

  async registerTarget(): Promise<IntakeResult> {
    return 'refused';
  }
}

const outside = [
  { provide: RELAY_CONFIG, useValue: { metrics: { postIntervalMs: 60_000, flushBytes: 1_000_000 } } },
  { provide: Log, useClass: SilentLog },
  { provide: MetricsQueuePort, useClass: MemoryMetricsQueue },
  { provide: SaasIntakePort, useClass: AcceptingIntake },
  RelayMetrics,
];

@Global()
@Module({ providers: outside, exports: outside })
class OutsideModule {}
