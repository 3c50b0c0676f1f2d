import type { ConfigurationChange } from '../../../kernel/changes.js';

/** The bare comment that every SDK takes for a sign of life; one with text means nothing to the Go SDK. */
export const keepAliveFrame = Buffer.from(':\n\n');

/** One event exactly as all SDKs parse it: `event: *`, one line of JSON after `data: `, no id, no retry. */
export function eventFrame({ event, domain, identifier, version, environment }: ConfigurationChange): Buffer {
  return Buffer.from(`event: *\ndata: ${JSON.stringify({ event, domain, identifier, version, environment, apiKey: '' })}\n\n`);
}
