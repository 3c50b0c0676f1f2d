/**
 * Opens every script that writes for a leader: refuses a token below the fence of the slot (KEYS[1]), and raises the fence
 * for one above it. ARGV[1] is the token.
 */
export const guard = `
local fence = tonumber(redis.call('GET', KEYS[1]) or '0')
local token = tonumber(ARGV[1])
if token < fence then return redis.error_reply(string.format('FENCED %.0f', fence)) end
if token > fence then redis.call('SET', KEYS[1], ARGV[1]) end
`;
