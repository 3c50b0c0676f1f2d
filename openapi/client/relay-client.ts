import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.js';

export interface RelayAccess {
  /** Where the relay is, without a trailing slash. */
  readonly url: string;
  /** From `/client/auth`; without it only the open routes answer. */
  readonly token?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
}

export type RelayClient = Client<paths>;

/** A client of the relay whose paths, parameters and answers are those of the contract. */
export function relayClient({ url, token, fetch }: RelayAccess): RelayClient {
  return createClient<paths>({
    baseUrl: url,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(fetch && { fetch }),
  });
}
