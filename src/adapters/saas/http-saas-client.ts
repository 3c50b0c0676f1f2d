import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../kernel/configuration.js';
import { Pace } from '../../kernel/pace.js';
import type { Target } from '../../kernel/target.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import type { FetchedEnvironment, FetchedItems, HeldUnder, SaasClientPort, UpstreamSession, UpstreamStream } from '../../ports/saas-client.port.js';
import { configItemsOf } from './config-items.js';
import type { IdentifierField } from './config-items.js';
import { configurationPageOf, environmentsOf } from './configuration-page.js';
import type { ConfigurationPage } from './configuration-page.js';
import { countedSubscription } from './counted-subscription.js';
import { HttpUpstreamStream } from './http-upstream-stream.js';
import { relayChangeOf } from './relay-change-of.js';
import { expectAccepted, isRefusal } from './saas-answer.js';
import type { SaasAnswer } from './saas-answer.js';
import { SaasConnection } from './saas-connection.js';
import type { Describe } from './saas-connection.js';
import { unexpectedAnswer } from './unexpected-answer.js';

const configurationRoute = '/proxy/config';

/** An account of many environments has many pages, and SaaS takes its time for each. */
const pagesAtOnce = 3;

/** The configuration by proxy key, over HTTP. */
@Injectable()
export class HttpSaasClient implements SaasClientPort {
  readonly #connection: SaasConnection;
  readonly #pace = new Pace();

  constructor(connection: SaasConnection) {
    this.#connection = connection;
  }

  async authenticate(): Promise<UpstreamSession> {
    const { token: _kept, ...session } = await this.#connection.authenticate();
    return session;
  }

  /** An environment that moves to a later page while pages are fetched is told once: the first time. */
  async *fetchConfiguration(heldUnder?: HeldUnder): AsyncGenerator<FetchedEnvironment, void, undefined> {
    const seen = new Set<EnvironmentId>();
    for await (const page of this.#pages()) {
      for await (const environment of this.#environmentsOf(page, heldUnder)) {
        if (seen.has(environment.id)) continue;
        seen.add(environment.id);
        yield environment;
      }
    }
  }

  async fetchEnvironment(environment: EnvironmentId): Promise<FetchedEnvironment | undefined> {
    const { routes } = this.#connection;
    const answer = await this.#connection.request((session) => routes.configuration(session, 0, environment));
    if (this.#isGone(environment, answer.status)) return undefined;
    const page = pageIn(answer);
    for await (const found of this.#environmentsOf(page)) {
      if (found.id === environment) return found;
    }
    return undefined;
  }

  async fetchFeatureConfigs(environment: EnvironmentId): Promise<FetchedItems> {
    const { routes } = this.#connection;
    return this.#items('/client/env/:env/feature-configs', 'feature', (session) => routes.featureConfigs(session, environment));
  }

  async fetchSegments(environment: EnvironmentId): Promise<FetchedItems> {
    const { routes } = this.#connection;
    return this.#items('/client/env/:env/target-segments', 'identifier', (session) => routes.segments(session, environment));
  }

  /** The API for proxy keys tells no targets. */
  async *fetchTargets(): AsyncGenerator<Target, void, undefined> {}

  async openStream(): Promise<UpstreamStream> {
    const { routes, metrics, outlet } = this.#connection;
    return countedSubscription(metrics, async () =>
      HttpUpstreamStream.in(await this.#connection.open((session) => routes.stream(session)), outlet, relayChangeOf),
    );
  }

  /** In their order; the next ones are on their way while one is gone through. */
  async *#pages(): AsyncGenerator<ConfigurationPage, void, undefined> {
    const coming: Promise<ConfigurationPage>[] = [];
    let [next, pageCount] = [0, 1];
    const ask = (): void => {
      for (; next < pageCount && coming.length < pagesAtOnce; next++) {
        const page = this.#page(next);
        // Its turn comes later, or never, when one before it cannot be had.
        page.catch(() => undefined);
        coming.push(page);
      }
    };
    ask();
    for (let page = await coming.shift(); page; page = await coming.shift()) {
      pageCount = this.#boundedPageCount(page);
      ask();
      yield page;
    }
  }

  async #page(number: number): Promise<ConfigurationPage> {
    const { routes } = this.#connection;
    return pageIn(await this.#connection.request((session) => routes.configuration(session, number)));
  }

  async #items(route: string, field: IdentifierField, describe: Describe): Promise<FetchedItems> {
    const answer = await this.#connection.request(describe);
    expectAccepted(answer.status, route);
    try {
      return { items: await configItemsOf(answer.text, field, this.#pace, this.#connection.log), isWhole: true };
    } catch (fault) {
      throw unexpectedAnswer(route, fault);
    }
  }

  /** SaaS refuses an environment that a fresh token does not list: the token is good, the environment is not ours any more. */
  #isGone(environment: EnvironmentId, status: number): boolean {
    return status === 404 || (isRefusal(status) && !this.#connection.lists(environment));
  }

  async *#environmentsOf(page: ConfigurationPage, heldUnder?: HeldUnder): AsyncGenerator<FetchedEnvironment, void, undefined> {
    const environments = environmentsOf(page, this.#pace, this.#connection.log, heldUnder);
    for (;;) {
      const next = await environments.next().catch((fault: unknown) => {
        throw unexpectedAnswer(configurationRoute, fault);
      });
      if (next.done === true) return;
      yield next.value;
    }
  }

  #boundedPageCount({ pageCount }: ConfigurationPage): number {
    const { maxPages } = this.#connection.outlet.limits;
    if (pageCount > maxPages) throw new UpstreamUnavailable(`The upstream announces ${pageCount} pages, more than ${maxPages}`);
    return pageCount;
  }
}

function pageIn(answer: SaasAnswer): ConfigurationPage {
  expectAccepted(answer.status, configurationRoute);
  try {
    return configurationPageOf(answer.text);
  } catch (fault) {
    throw unexpectedAnswer(configurationRoute, fault);
  }
}
