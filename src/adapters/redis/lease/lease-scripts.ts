import { guard } from './guard.js';
import { RedisScript } from './redis-script.js';

// A lease without an end can only be a mistake of somebody's: it does not count.
// Tokens follow the clock of the server, so that they go on rising when the counter was lost; the counter keeps them rising
// when the clock was set back.
const take = `
local lease = redis.call('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
local latest = redis.call('GET', KEYS[2]) or '0'
if lease and left > 0 then
  local node, held = string.match(lease, '^(.*):(%d+)$')
  if node ~= ARGV[1] or (ARGV[3] ~= '' and held ~= ARGV[3]) then return {'0', left} end
elseif latest == '0' and ARGV[4] == '1' then
  return {'0', 0}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local token = string.format('%.0f', math.max(tonumber(latest) + 1, now))
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token, 'PX', ARGV[2])
return {token, 0, latest}
`;

const renumber = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. ':' .. ARGV[3] then return '0' end
local token = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), tonumber(ARGV[4])) + 1)
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token, 'PX', ARGV[2])
return token
`;

const renew = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. ':' .. ARGV[3] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

const release = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. ':' .. ARGV[2] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/** What is done to the lease: each in one step, so that no other node comes between the look and the act. */
export const leaseScripts = {
  /**
   * (lease, counter) node, ttl, the token it may take back ('' for any of its own), 1 when it is left to others where nobody is known
   * to have led → [token or 0, milliseconds until it is free or 0, the latest token before]
   */
  take: new RedisScript(take),
  /** (lease, counter) node, ttl, token, the number to get above → the new token, or 0 when the lease is another's */
  renumber: new RedisScript(renumber),
  /** (lease) node, ttl, token → 1, or 0 when the lease is another's */
  renew: new RedisScript(renew),
  /** (lease) node, token */
  release: new RedisScript(release),
  /** (fence) token */
  raise: new RedisScript(`${guard} return 1`),
};
