import type { IncomingMessage } from 'node:http';

export const longestSeconds = 120;
const usualSeconds = 30;

/** What is asked for, or why not. */
export type ProfilingRequest =
  | { readonly wants: 'heap' }
  | { readonly wants: 'cpu'; readonly seconds: number }
  | { readonly wants: 'nothing'; readonly status: number; readonly error: string };

/** The paths are those of Go's pprof; what they answer is what Node has. */
export function profilingRequestIn({ method, url = '', headers }: IncomingMessage): ProfilingRequest {
  // A page in a browser on this machine may lead a name of its own here.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.host ?? '')) return refusal(403, 'asked for by another name than 127.0.0.1 or localhost');
  const [path, query] = url.split('?');
  if (path !== '/debug/pprof/heap' && path !== '/debug/pprof/profile') return refusal(404, 'there is /debug/pprof/heap and /debug/pprof/profile?seconds=30');
  if (method !== 'GET') return refusal(405, 'only GET');
  if (path === '/debug/pprof/heap') return { wants: 'heap' };
  const given = new URLSearchParams(query).get('seconds') ?? String(usualSeconds);
  const seconds = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  return seconds >= 1 && seconds <= longestSeconds ? { wants: 'cpu', seconds } : refusal(400, `seconds: expected a whole number from 1 to ${longestSeconds}`);
}

function refusal(status: number, error: string): ProfilingRequest {
  return { wants: 'nothing', status, error };
}
