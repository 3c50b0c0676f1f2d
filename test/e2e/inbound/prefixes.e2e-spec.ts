import request from 'supertest';
import { aWorld, bearer, productionSdk, type World } from '../support/world.js';

describe('every route, at the root and under /api/1.0', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld();
  });
  afterAll(() => world.close());

  const environment = `/client/env/${productionSdk.environment}`;

  it.each(
    [
      ['get', `${environment}/feature-configs`],
      ['get', `${environment}/feature-configs/dark-mode`],
      ['get', `${environment}/target-segments`],
      ['get', `${environment}/target-segments/beta-testers`],
      ['get', `${environment}/target/bob/evaluations`],
      ['get', `${environment}/target/bob/evaluations/dark-mode`],
      ['post', '/client/auth'],
      ['post', `/metrics/${productionSdk.environment}`],
      ['get', '/health'],
      ['get', '/health/live'],
      ['get', '/health/ready'],
      ['get', '/metrics'],
      ['get', '/openapi.json'],
    ].flatMap(([method, path]) => [
      [method, path],
      [method, `/api/1.0${path}`],
    ]) as ['get' | 'post', string][],
  )('answers 200 to %s %s', async (method, path) => {
    const asking = request(world.relay.app.getHttpServer())[method](path).set(bearer(productionSdk));
    const answer = await (method === 'post' ? asking.send({ apiKey: productionSdk.key }) : asking);

    expect(answer.status).toBe(200);
    expect(answer.headers['x-request-id']).toEqual(expect.any(String));
  });
});
