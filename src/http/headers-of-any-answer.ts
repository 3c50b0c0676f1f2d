/** What answers carry that no hook has seen: those of requests that never reached a route. */
export function headersOfAnyAnswer(requestId: string): Record<string, string> {
  return { 'x-request-id': requestId, 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8' };
}
