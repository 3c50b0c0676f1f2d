import { askSaas } from './ask-saas.js';
import type { StandInSaas } from './stand-in-saas.mjs';

/** Trades the proxy key for a token, answered as the header that carries it. */
export async function authenticateProxy(saas: StandInSaas, proxyKey = saas.proxyKey): Promise<{ authorization: string }> {
  const { status, body } = await askSaas(saas, '/proxy/auth', { method: 'POST', body: JSON.stringify({ proxyKey }) });
  if (typeof body !== 'object' || body === null || !('authToken' in body)) throw new Error(`authentication is answered ${status}`);
  return { authorization: `Bearer ${String(body.authToken)}` };
}
