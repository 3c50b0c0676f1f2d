import { guard } from '../lease/guard.js';
import { RedisScript } from '../lease/redis-script.js';

// Whoever comes first makes the group, before the first entry that is meant for it. How many entries there were before is
// noted with it: from then on every entry is either read or known to be lost. Servers before 7.0 do not count entries.
const grouped = `
local function counted(stream)
  local info = redis.call('XINFO', 'STREAM', stream)
  local found = {}
  for i = 1, #info, 2 do found[info[i]] = info[i + 1] end
  return found['entries-added'], found['length']
end
local function ensure_group(stream, aggregate, group)
  if redis.pcall('XGROUP', 'CREATE', stream, group, '$', 'MKSTREAM').err then return end
  redis.call('HSET', aggregate, 'ordinal', counted(stream) or -1)
end
`;

const append = `${grouped}
local function unread(stream, group)
  for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local found = {}
    for i = 1, #info, 2 do found[info[i]] = info[i + 1] end
    if found['name'] == group then return found['lag'] or -1 end
  end
  return -1
end
ensure_group(KEYS[1], KEYS[2], ARGV[2])
if redis.call('GET', KEYS[3]) ~= ARGV[1] then
  redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[3], '*', 'event', ARGV[4])
  redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[5])
end
return unread(KEYS[1], ARGV[2])
`;

// The ordinal moves in the step that delivers, so it is exact whenever a reader dies. Without one (somebody removed it) counting
// begins where nothing is left to deliver.
const read = `${guard}${grouped}
ensure_group(KEYS[2], KEYS[3], ARGV[2])
local added, length = counted(KEYS[2])
local answer = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[2], '>')
local entries = answer and answer[1][2] or {}
if not added then return {0, entries} end

local ordinal = tonumber(redis.call('HGET', KEYS[3], 'ordinal') or '-1')
local lost = 0
if ordinal < 0 or ordinal > added then
  ordinal = -1
  if #entries < tonumber(ARGV[4]) then ordinal = added end
else
  lost = math.max(added - length - ordinal, 0)
  ordinal = ordinal + lost + #entries
end
redis.call('HSET', KEYS[3], 'ordinal', string.format('%.0f', ordinal))
return {lost, entries}
`;

const claim = `${guard}
local claimed = redis.pcall('XAUTOCLAIM', KEYS[2], ARGV[2], ARGV[3], ARGV[4], ARGV[5], 'COUNT', ARGV[6])
if claimed.err then return {'0-0', {}, 0} end
local entries = {}
for _, entry in ipairs(claimed[2]) do
  if entry and entry[2] then
    local pending = redis.call('XPENDING', KEYS[2], ARGV[2], entry[1], entry[1], 1)
    entries[#entries + 1] = {entry[1], entry[2], pending[1] and pending[1][4] or 1}
  end
end
return {claimed[1], entries, #(claimed[3] or {})}
`;

const fold = `${guard}
local at = 4
for _ = 1, tonumber(ARGV[3]) do
  if ARGV[at + 1] == '' then redis.call('HDEL', KEYS[3], ARGV[at]) else redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1]) end
  at = at + 2
end
local ids = tonumber(ARGV[at])
for i = at + 1, at + ids do redis.call('XACK', KEYS[2], ARGV[2], ARGV[i]) end
for i = at + ids + 1, #ARGV do redis.call('LPUSH', KEYS[4], ARGV[i]) end
redis.call('LTRIM', KEYS[4], 0, 99)
return 1
`;

/** What is done to the stream of metrics, each in one step. Those of the leader are refused with FENCED under an old token. */
export const streamScripts = {
  /** (stream, aggregate, sent) number, group, longest, event, how long the number is kept → entries that nobody has read, -1: not known. What was there already is not added again. */
  append: new RedisScript(append),
  /** (fence, stream, aggregate) token, group, consumer, count → [entries lost to trimming, entries] */
  read: new RedisScript(read),
  /** (fence, stream) token, group, consumer, idle ms, cursor, count → [cursor, [id, fields, deliveries]…, entries lost to trimming] */
  claim: new RedisScript(claim),
  /** (fence, stream, aggregate, unreadable) token, group, n, n × (field, text or '' for none), m, m × id, copies of unreadable entries… */
  fold: new RedisScript(fold),
};
