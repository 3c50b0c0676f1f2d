import { boolean } from './boolean.js';
import { httpUrl } from './http-url.js';
import type { Kind } from './kind.js';
import { logLevel } from './log-level.js';
import { path } from './path.js';
import { proxyUrl } from './proxy-url.js';
import { redisAddress } from './redis-address.js';
import { seconds } from './seconds.js';
import { tokenList } from './token-list.js';
import { token } from './token.js';
import { wholeNumber } from './whole-number.js';
import { wholeSeconds } from './whole-seconds.js';

interface Cases {
  readonly name: string;
  readonly kind: Kind<unknown>;
  readonly good: readonly (readonly [text: string, value: unknown])[];
  readonly bad: readonly string[];
}

const table: readonly Cases[] = [
  {
    name: 'a boolean',
    kind: boolean,
    good: [
      ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
      ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
    ],
    bad: ['', 'yes', 'no', 'on', 'tRUE', 'fALSE', ' true', 'true ', '2', '01'],
  },
  {
    name: 'a whole number from 0 to 65535',
    kind: wholeNumber(0, 65535),
    good: [['0', 0], ['1', 1], ['65535', 65535]],
    bad: ['', '-1', '+1', '65536', '1.0', '1e3', '0x10', '1_000', '060', ' 1', '1 ', 'NaN', 'Infinity', '99999999999999999999', '１'],
  },
  { name: 'whole seconds', kind: wholeSeconds(1), good: [['1', 1000], ['60', 60_000], ['1000000', 1_000_000_000]], bad: ['', '0', '0.5', '1s', '1000001'] },
  {
    name: 'seconds with fractions',
    kind: seconds(0.01),
    good: [['60', 60_000], ['0.25', 250], ['0.01', 10], ['1.0005', 1001]],
    bad: ['', '0', '0.001', '.5', '1.', '-1', '1e3', '1m', '00.5', '1000000.1'],
  },
  {
    name: 'an http URL',
    kind: httpUrl,
    good: [
      ['https://config.ff.harness.io/api/1.0', 'https://config.ff.harness.io/api/1.0'],
      ['https://config.ff.harness.io/api/1.0//', 'https://config.ff.harness.io/api/1.0'],
      ['http://localhost:8080/', 'http://localhost:8080'],
      ['HTTP://[::1]:8080', 'http://[::1]:8080'],
    ],
    bad: ['config.ff.harness.io', '//config', 'ftp://a', 'redis://a', 'https://', 'https:///a', 'https://u:p@a', 'https://u@a', 'https://a/?b=1', 'https://a/#b', 'https://a b', 'http://a:65536', 'https:a'],
  },
  {
    name: 'the URL of an outbound proxy',
    kind: proxyUrl,
    good: [['http://p:3128', 'http://p:3128'], ['https://u:w@p/', 'https://u:w@p/'], ['p:3128', 'http://p:3128'], ['10.0.0.1', 'http://10.0.0.1'], ['http://u:a%40b@p', 'http://u:a%40b@p']],
    bad: ['socks5://p:1080', 'http://', 'http://p/path', 'http://p?x', 'p q', 'p:port', 'http://u:100%@p'],
  },
  { name: 'a log level', kind: logLevel, good: [['INFO', 'info'], ['debug', 'debug'], ['Error', 'error'], ['wArN', 'warn']], bad: ['', 'trace', 'warning', ' info', 'fatal'] },
  {
    name: 'a Redis address',
    kind: redisAddress,
    good: [
      ['localhost:6379', ['localhost:6379']],
      ['[::1]:6379', ['[::1]:6379']],
      ['redis://redis', ['redis://redis']],
      ['redis://user:pass@redis:6380/2', ['redis://user:pass@redis:6380/2']],
      ['rediss://redis:6380/', ['rediss://redis:6380/']],
      ['a:1,b:2, c:3', ['a:1', 'b:2', 'c:3']],
      ['redis://a:1,b:2', ['redis://a:1', 'b:2']],
      ['rediss://a:1,rediss://b:2', ['rediss://a:1', 'rediss://b:2']],
    ],
    bad: ['', 'localhost', ':6379', 'a:0', 'a:65536', 'a:b', 'a:1,', ',a:1', 'a:1,,b:2', 'http://a:1', 'unix:///tmp/s', 'redis://', 'redis://a/x', 'redis://a?db=1', 'redis://a:0', 'rediss://a:1,redis://b:2', 'rediss://a:1,b:2', '::1:6379', 'user@a:1', 'a b:1'],
  },
  { name: 'a token', kind: token, good: [['d8ba3e2f-3993', 'd8ba3e2f-3993']], bad: ['', 'a b', 'a\n', 'schlüssel', '\u0000'] },
  { name: 'a list of tokens', kind: tokenList, good: [['a', ['a']], ['a, b', ['a', 'b']]], bad: ['', ',', 'a,', 'a b,c'] },
  { name: 'a path', kind: path, good: [['./cert file', './cert file']], bad: ['a\u0000b'] },
];

describe.each(table)('$name', ({ kind, good, bad }) => {
  it.each(good)('takes %j', (text, value) => {
    expect(kind.parse(text)).toEqual(value);
  });

  it.each(bad.map((text) => [text]))('refuses %j', (text) => {
    expect(kind.parse(text)).toBeUndefined();
  });
});
