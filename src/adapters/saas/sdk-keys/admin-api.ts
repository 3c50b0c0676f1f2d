import type { SdkKeysConfig } from '../../../config/sdk-keys-config.js';
import { eachElement, membersOf } from '../../../kernel/json-text.js';
import { UpstreamUnavailable } from '../../../ports/saas-client.port.js';
import { addressOf } from '../address-of.js';
import { integerOf } from '../integer-of.js';
import { expectAccepted } from '../saas-answer.js';
import type { SaasOutlet } from '../saas-outlet.js';
import { unexpectedAnswer } from '../unexpected-answer.js';
import type { SdkKeySession } from './sdk-key-session.js';

const pageSize = 100;

/** The admin API of SaaS, which tells what SDK keys alone do not. */
export class AdminApi {
  readonly #config: SdkKeysConfig;
  readonly #outlet: SaasOutlet;

  constructor(config: SdkKeysConfig, outlet: SaasOutlet) {
    this.#config = config;
    this.#outlet = outlet;
  }

  /** Whether it can be asked about the environment: it wants our token, and the words by which it knows the environment. */
  knows(session: SdkKeySession): boolean {
    return this.#query(session) !== undefined && this.#config.adminToken !== undefined;
  }

  /** What it lists of the environment under `resource`, page by page. Rejects with the port's errors. */
  async *list(session: SdkKeySession, resource: 'apikey' | 'targets', member: 'apiKeys' | 'targets'): AsyncGenerator<unknown, void, undefined> {
    const { maxPages } = this.#outlet.limits;
    for (let pageNumber = 0, pageCount = 1; pageNumber < pageCount; pageNumber++) {
      const page = await this.#page(session, resource, member, pageNumber);
      pageCount = page.pageCount ?? (page.items.length < pageSize ? pageNumber + 1 : pageNumber + 2);
      if (pageCount > maxPages) throw new UpstreamUnavailable(`The admin API announces ${pageCount} pages, more than ${maxPages}`);
      yield* page.items;
    }
  }

  async #page(session: SdkKeySession, resource: string, member: string, pageNumber: number): Promise<{ pageCount: number | undefined; items: readonly unknown[] }> {
    const route = `/admin/${resource}`;
    const query = { ...this.#query(session), pageNumber: String(pageNumber), pageSize: String(pageSize) };
    const answer = await this.#outlet.request({
      method: 'GET',
      route,
      url: addressOf(this.#config.adminUrl, route, query),
      headers: { 'x-api-key': this.#config.adminToken ?? '' },
      environment: session.environment,
      timeoutMs: this.#outlet.limits.requestTimeoutMs,
    });
    expectAccepted(answer.status, route);
    try {
      return pageIn(answer.text, member);
    } catch (fault) {
      throw unexpectedAnswer(route, fault);
    }
  }

  /** Undefined while a word is missing. */
  #query(session: SdkKeySession): Record<string, string> | undefined {
    const accountIdentifier = this.#config.account ?? session.accountId;
    const orgIdentifier = this.#config.organization ?? session.organization;
    const { project: projectIdentifier, environmentIdentifier } = session;
    if (accountIdentifier === undefined || orgIdentifier === undefined || projectIdentifier === undefined || environmentIdentifier === undefined) return undefined;
    return { accountIdentifier, orgIdentifier, projectIdentifier, environmentIdentifier };
  }
}

/** An answer with nothing of a page in it must not pass for an empty one: every key would be removed. */
function pageIn(text: string, member: string): { pageCount: number | undefined; items: readonly unknown[] } {
  const values = new Map(membersOf(text).map(({ key, valueStart, valueEnd }) => [key, text.slice(valueStart, valueEnd)]));
  const list = values.get(member);
  const pageCount: unknown = JSON.parse(values.get('pageCount') ?? 'null');
  if (list === undefined && pageCount === null) throw new SyntaxError('No page');
  const items = list === undefined || list === 'null' ? [] : [...eachElement(list)].map((item): unknown => JSON.parse(item));
  return { pageCount: pageCount === null ? undefined : integerOf(pageCount), items };
}
