import { createHash } from 'node:crypto';
import type { AuthKeyHash } from '../../../kernel/configuration.js';
import { UpstreamRejected } from '../../../ports/saas-client.port.js';
import { expectAccepted } from '../saas-answer.js';
import type { SaasAnswer } from '../saas-answer.js';
import type { SaasOutlet } from '../saas-outlet.js';
import type { SaasRequest } from '../saas-request.js';
import type { OpenAnswer } from '../saas-transport.js';
import { TokenHolder } from '../token-holder.js';
import { unexpectedAnswer } from '../unexpected-answer.js';
import type { SdkKeyRoutes } from './sdk-key-routes.js';
import { sdkKeySessionOf } from './sdk-key-session.js';
import type { SdkKeySession } from './sdk-key-session.js';

/** Describes a request for the session it is going to be sent under. */
type Describe = (session: SdkKeySession) => SaasRequest;

/** One SDK key that we hold: its token, and the way out under it. */
export class SdkKey {
  /** For an operator: where it stands, not what it is. */
  readonly name: string;
  readonly hash: AuthKeyHash;
  readonly #key: string;
  readonly #outlet: SaasOutlet;
  readonly #routes: SdkKeyRoutes;
  readonly #tokens = new TokenHolder(() => this.#authenticated());
  #fault: Error | undefined;

  constructor(key: string, place: number, outlet: SaasOutlet, routes: SdkKeyRoutes) {
    this.#key = key;
    this.#outlet = outlet;
    this.#routes = routes;
    this.name = `key ${place} of API_KEYS`;
    this.hash = createHash('sha256').update(key).digest('hex');
  }

  /** The latest there was: the environment of a key does not change. */
  get session(): SdkKeySession | undefined {
    return this.#tokens.session;
  }

  /** Why the last authentication failed; undefined when it did not. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  get isRefused(): boolean {
    return this.#fault instanceof UpstreamRejected;
  }

  /** Asks for a fresh token, and once more whether the key is good. */
  async authenticate(): Promise<SdkKeySession> {
    return this.#tokens.renew();
  }

  /** For requests that are safe to repeat. Resolves with an answer of any status, after retries and one renewal of the token. */
  async request(describe: Describe): Promise<SaasAnswer> {
    return this.#tokens.use((session) => this.#outlet.request(describe(session)));
  }

  /** The same without retries. */
  async attempt(describe: Describe): Promise<SaasAnswer> {
    return this.#tokens.use((session) => this.#outlet.attempt(describe(session)));
  }

  async openStream(): Promise<OpenAnswer> {
    return this.#tokens.use((session) => this.#outlet.open(this.#routes.stream(session, this.#key)));
  }

  /** Told when it begins and when it ends, not at every attempt. */
  async #authenticated(): Promise<SdkKeySession> {
    try {
      const session = await this.#ask();
      if (this.#fault !== undefined) this.#outlet.log.info({ key: this.name, environment: session.environment }, 'an SDK key is accepted again');
      this.#fault = undefined;
      return session;
    } catch (error) {
      const fault = error instanceof Error ? error : new Error(String(error));
      if (this.#fault?.message !== fault.message) this.#tell(fault);
      this.#fault = fault;
      throw fault;
    }
  }

  async #ask(): Promise<SdkKeySession> {
    const request = this.#routes.authentication(this.#key);
    const answer = await this.#outlet.request(request);
    expectAccepted(answer.status, request.route);
    try {
      return sdkKeySessionOf(answer.text);
    } catch (fault) {
      throw unexpectedAnswer(request.route, fault);
    }
  }

  #tell(fault: Error): void {
    const fields = { key: this.name, environment: this.session?.environment, reason: fault.message };
    if (fault instanceof UpstreamRejected) this.#outlet.log.error(fields, 'an SDK key is refused by the upstream');
    else this.#outlet.log.warn(fields, 'an SDK key cannot be authenticated: trying again');
  }
}
