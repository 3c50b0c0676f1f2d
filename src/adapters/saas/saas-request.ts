import type { EnvironmentId } from '../../kernel/configuration.js';

/** One request to SaaS. Only `method`, `route` and `environment` may be logged: the URL can hold the proxy key. */
export interface SaasRequest {
  readonly method: 'GET' | 'POST';
  /** The path as a pattern. */
  readonly route: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly environment?: EnvironmentId;
  readonly timeoutMs: number;
}
