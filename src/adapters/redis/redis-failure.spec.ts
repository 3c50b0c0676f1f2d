import { ReplyError } from 'ioredis';
import { redisFailure } from './redis-failure.js';

describe('redisFailure', () => {
  it.each<[unknown, string]>([
    [new Error('Command timed out'), 'time-out'],
    [new Error('Connection is closed.'), 'connection closed'],
    [Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6379'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new ReplyError('WRONGPASS invalid username-password pair or user is disabled.'), 'WRONGPASS'],
    [new ReplyError("ERR unknown command 'GETT', with args beginning with: 'key-hunter2-inventory'"), 'ERR'],
    [new ReplyError('hunter2'), 'error answer'],
    [new TypeError('hunter2'), 'TypeError'],
    ['hunter2', 'unknown reason'],
  ])('says of %p: %s', (error, reason) => {
    expect(redisFailure(error)).toBe(reason);
  });
});
