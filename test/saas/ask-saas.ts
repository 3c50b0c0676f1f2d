import type { StandInSaas } from './stand-in-saas.mjs';

/** One request below the base path, as JSON. */
export async function askSaas(saas: StandInSaas, path: string, options: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${saas.clientUrl}${path}`, options);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
