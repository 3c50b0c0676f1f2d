import { isRecord } from './is-record.js';
import { parsedJson } from './parsed-json.js';

/** As much of a message as may be logged: its size and what it calls itself, cut short. */
export function messageOutline(data: string): { readonly chars: number; readonly domain?: string; readonly event?: string } {
  const message = parsedJson(data);
  const { domain, event } = isRecord(message) ? message : {};
  return {
    chars: data.length,
    ...(typeof domain === 'string' && { domain: domain.slice(0, 40) }),
    ...(typeof event === 'string' && { event: event.slice(0, 40) }),
  };
}
