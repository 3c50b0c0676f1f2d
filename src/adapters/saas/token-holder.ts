import { isRefusal } from './saas-answer.js';

/** Holds the session of one credential, and renews it when it is refused. */
export class TokenHolder<Session> {
  readonly #authenticate: () => Promise<Session>;
  #session: Session | undefined;
  #renewal: Promise<Session> | undefined;
  #turns = 0;
  #sessionFrom = 0;

  constructor(authenticate: () => Promise<Session>) {
    this.#authenticate = authenticate;
  }

  /** The latest there was, also when it has been refused since. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Always asks for a session of its own, since one that is under way may not know what was added just now. */
  async renew(): Promise<Session> {
    const turn = ++this.#turns;
    const session = await this.#authenticate();
    if (turn > this.#sessionFrom) {
      this.#sessionFrom = turn;
      this.#session = session;
    }
    return session;
  }

  /** Sends what needs a token, after one renewal where it is refused. */
  async use<T extends { readonly status: number }>(send: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#session ?? (await this.#renewed(undefined));
    const answer = await send(session);
    return isRefusal(answer.status) ? send(await this.#renewed(session)) : answer;
  }

  /** A session other than the refused one. Everybody who was refused under it shares one authentication. */
  async #renewed(refused: Session | undefined): Promise<Session> {
    if (this.#session !== undefined && this.#session !== refused) return this.#session;
    this.#renewal ??= this.renew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }
}
