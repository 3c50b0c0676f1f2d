import { referenceClaims, signedToken } from './signed-token.js';
import type { Seeded } from './seeded.js';
import { productionSdk, stagingSdk } from './world.js';

const { environment, key } = productionSdk;
const good = signedToken(referenceClaims(environment, key));
const inEnvironment = `/client/env/${environment}`;

const identifiers = [
  'dark-mode', 'bob', '', '%00', '%zz', '%', '%e0%a4', '%C0%AE', '%2e%2e%2f', '..', '.', '\u00e4', '%F0%9F%98%80', '__proto__', 'constructor', 'toString', "';--", '%0d%0aX:1',
  'x'.repeat(1000), 'x'.repeat(20_000), '%61'.repeat(3000), '*', ':feature', '{}', '$%7Bx%7D', '/'.repeat(50),
] as const;

export function hostileMethod(random: Seeded): string {
  if (random.chance(0.8)) return random.pick(['GET', 'POST']);
  return random.pick(['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'get', 'GETT', 'G\u00cbT', '', 'M-SEARCH', 'SOURCE', 'LINK', 'PURGE', 'QUERY']);
}

export function hostilePath(random: Seeded): string {
  const one = () => random.pick(identifiers);
  const known = random.pick<() => string>([
    () => '/client/auth', () => `${inEnvironment}/feature-configs`, () => `${inEnvironment}/feature-configs/${one()}`, () => `${inEnvironment}/target-segments`,
    () => `${inEnvironment}/target-segments/${one()}`, () => `${inEnvironment}/target/${one()}/evaluations`, () => `${inEnvironment}/target/${one()}/evaluations/${one()}`,
    () => `/metrics/${environment}`, () => '/stream', () => `${inEnvironment}/stream`, () => '/health', () => '/health/live', () => '/health/ready', () => '/openapi.json',
    () => `/client/env/${stagingSdk.environment}/feature-configs`, () => `/client/env/${one()}/feature-configs`, () => `/metrics/${one()}`, () => `/${one()}`, () => '*', () => '', () => 'nonsense',
  ])();
  const prefix = random.pick(['', '', '', '/', '///', '/api/1.0', '/api/1.0/api/1.0', 'http://relay', 'http://user:pass@relay:99999', 'ftp://[::1', '/api/1.0//', 'https:']);
  const query = random.pick(['', '', '', '?', '?cluster=1;rules=v2', '?rules[]=v2&rules[a][b]=c', '?__proto__[x]=1', '?%', '?a=%ff', `?${'a=b&'.repeat(2000)}`, `?${';'.repeat(3000)}`, '#fragment', '?constructor=1&rules=v2&rules=v2', '\\', '?\u0000']);
  return prefix + known + query;
}

const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const deepObject = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

export function hostileBody(random: Seeded): string | Buffer {
  return random.pick<() => string | Buffer>([
    () => '', () => '{}', () => '[]', () => 'null', () => '1e999', () => '"', () => '{', () => '\u0000', () => random.bytes(random.below(300)), () => Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
    () => `{"apiKey":"${key}"}`, () => `{"apiKey":"${key}","target":{"identifier":"t${random.below(50)}","attributes":{"a":${deep(random.below(5000))}}}}`,
    () => `{"apiKey":"${key}","target":{"identifier":"t","attributes":${deepObject(random.below(5000))}}}`, () => `{"apiKey":${'9'.repeat(random.below(2000))}}`,
    () => `{"apiKey":"${'k'.repeat(random.below(20_000))}"}`, () => `{"__proto__":{"apiKey":"${key}"},"constructor":{"prototype":1}}`, () => Buffer.concat([Buffer.from('{"apiKey":"'), random.bytes(20), Buffer.from('"}')]),
    () => `{"apiKey":"${key}","target":{"identifier":{"toString":1},"name":[],"anonymous":{},"attributes":"x"}}`, () => `\ufeff{"apiKey":"${key}"}`, () => deep(50_000), () => deepObject(20_000),
    () => `{"metricsData":${deep(1000)},"targetData":{}}`, () => '{"metricsData":[null,1,"x",[]],"targetData":[null]}', () => '{"metricsData":[{"count":1e308,"timestamp":-1,"metricsType":{}}]}',
    () => '{"metricsData":[{"count":9007199254740993,"timestamp":1e300,"attributes":[{"key":null,"value":{"a":[]}}]}]}', () => `{"metricsData":[{"count":1,"attributes":[{"key":"featureIdentifier","value":${deep(3000)}}]}]}`,
    () => `{"metricsData":[${'{"count":1},'.repeat(random.below(2000))}{}]}`, () => `{"targetData":[{"identifier":1e21,"name":${deepObject(2000)},"attributes":{"a":1}}]}`, () => 'x'.repeat(random.below(random.chance(0.05) ? 1_500_000 : 100_000)), () => `{"a":"${'\\u0000'.repeat(1000)}"}`,
  ])();
}

export function hostileHeaders(random: Seeded): string[] {
  const target = (json: string | Buffer) => `harness-target: ${Buffer.from(json).toString('base64')}`;
  const one = () =>
    random.pick<() => string>([
      () => `authorization: Bearer ${good}`, () => `Authorization: bEARER ${good}`, () => `authorization: Bearer ${good.slice(0, random.below(good.length))}`, () => `authorization: Bearer ${random.bytes(30).toString('base64')}`,
      () => 'authorization: Bearer ..', () => `authorization: Bearer ${'a.'.repeat(5000)}`, () => `authorization: Bearer ${signedToken({ apiKey: {}, environment: [] })}`, () => `authorization: Bearer ${signedToken(JSON.parse(deep(500)))}`,
      () => `api-key: ${key}`, () => 'api-key:', () => `api-key: ${'k'.repeat(10_000)}`, () => 'content-type: nonsense', () => 'content-type: application/json; charset=\u00ff', () => 'content-type: multipart/form-data', () => 'content-encoding: gzip',
      () => target('{"identifier":"bob"}'), () => target(random.bytes(50)), () => target(deepObject(3000)), () => target(`{"attributes":{"a":${deep(3000)}}}`), () => `harness-target: ${'A'.repeat(4 * random.below(random.chance(0.1) ? 200_000 : 20_000))}`, () => 'harness-target: \u00ff\u00fe',
      () => 'accept-encoding: br;q=0, gzip;q=x, *;q=-1', () => `accept-encoding: ${'gzip,'.repeat(5000)}`, () => `if-none-match: ${'W/"x",'.repeat(3000)}`, () => 'if-none-match: *', () => 'x-request-id: a b', () => `x-request-id: ${'\u00ff'.repeat(300)}`,
      () => 'expect: 100-continue', () => 'expect: nonsense', () => 'upgrade: websocket\r\nconnection: upgrade', () => 'upgrade: h2c\r\nhttp2-settings: x\r\nconnection: upgrade, http2-settings', () => 'connection: keep-alive, , close', () => 'te: trailers', () => 'trailer: content-length',
      () => 'origin: null', () => 'origin: \u00e4', () => 'access-control-request-method: \u00e4', () => 'host:', () => 'host: a\r\nhost: b', () => 'range: bytes=0-', () => 'x:y\r\n folded', () => 'bad header', () => ': empty', () => 'x\u0000y: 1', () => `x-many: ${'1\r\nx-many: '.repeat(500)}1`,
      () => 'harness-sdk-applicationid: \u001b[31m', () => 'harness-sdk-info: a\r\nharness-sdk-info: b', () => 'content-length: 0\r\ncontent-length: 1', () => 'content-length: -1', () => 'content-length: 99999999999999999999', () => '__proto__: x', () => 'constructor: x',
    ])();
  const likely = random.chance(0.7) ? [`authorization: Bearer ${good}`] : [];
  return [...likely, ...Array.from({ length: random.below(4) }, one)];
}
