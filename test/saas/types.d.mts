import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

import type { SaasState } from './saas-state.mjs';

/** A flag or group as it is held: its source text. */
export interface HeldItem {
  readonly identifier: string;
  readonly version: number;
  readonly json: string;
}

export interface HeldEnvironment {
  readonly id: string;
  /** Hashes of its SDK keys. */
  readonly apiKeys: readonly string[];
  readonly flags: readonly HeldItem[];
  readonly segments: readonly HeldItem[];
}

/** An object, or raw JSON text that is sent on untouched. */
export type ItemSource = object | string;

export interface EnvironmentSource {
  /** A random UUID when left out. */
  readonly id?: string | undefined;
  readonly sdkKeys?: readonly string[] | undefined;
  /** `null` is sent as null. */
  readonly flags?: readonly ItemSource[] | null | undefined;
  readonly segments?: readonly ItemSource[] | null | undefined;
  /** What the admin API lists. */
  readonly targets?: readonly Target[] | undefined;
}

export interface AnnounceOption {
  /** Whether the change is told on the open streams. */
  readonly announce?: boolean | undefined;
}

/** Which requests fail, and how. A rule with nothing but `delayMs` only delays. */
export interface FailureRule {
  /** A part of the request's path and query, or a pattern for it. */
  readonly path: string | RegExp | { readonly source: string; readonly flags?: string };
  readonly method?: string;
  /** How many requests it strikes; all of them when left out. */
  readonly times?: number;
  readonly delayMs?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of the answer. */
  readonly body?: string;
  /** Never answers. */
  readonly hang?: boolean;
  /** Breaks the connection. */
  readonly reset?: boolean;
  /** Answers 200 with JSON that ends half-way. */
  readonly malformed?: boolean;
  /** Takes the request in before it fails: the caller cannot know that it was accepted. */
  readonly processed?: boolean;
}

/** What was asked. `path` includes the query; `body` is parsed where it is JSON; `n` counts from 1. */
export interface LoggedRequest {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly at: number;
}

export interface MetricsEntry {
  readonly attributes?: readonly { readonly key: string; readonly value: string }[] | null;
  readonly count: number;
  readonly metricsType: string;
  readonly timestamp: number;
}

export interface MetricsBody {
  readonly metricsData?: readonly MetricsEntry[] | null;
  readonly targetData?: readonly {
    readonly identifier: string;
    readonly name: string;
    readonly attributes: readonly { readonly key: string; readonly value: string }[];
  }[] | null;
}

/** One accepted post. */
export interface MetricsPost {
  readonly n: number;
  readonly environment: string;
  readonly body: MetricsBody;
}

/** `sdk` is language and version, as in "java 1.2.3". */
export interface MetricsCount {
  readonly environment: string;
  readonly flag: string;
  readonly variation: string;
  readonly sdk: string;
  count: number;
}

export interface Target {
  readonly identifier: string;
  readonly name?: string;
  readonly anonymous?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface RegisteredTarget {
  readonly environment: string;
  readonly target: Target;
}

/** What an observer of another process sees at a glance. */
export interface StandInState {
  readonly clientUrl: string;
  readonly metricsUrl: string;
  readonly controlUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly proxyKey: string;
  readonly streams: number;
  readonly environments: readonly {
    readonly id: string;
    readonly apiKeys: readonly string[];
    readonly flags: readonly { readonly identifier: string; readonly version: number }[];
    readonly segments: readonly { readonly identifier: string; readonly version: number }[];
  }[];
}

export interface Claims {
  readonly environments?: readonly string[];
  readonly environment?: string;
  /** The hash of the key that the token was given for. */
  readonly sdkKey?: string;
  readonly proxyKey?: string;
}

export interface Exchange {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly params: readonly (string | undefined)[];
  readonly body: unknown;
  readonly bytes: number;
}

export type Answer = { readonly status: number; readonly body: string } | { readonly open: (response: ServerResponse) => void };

export type RouteHandler = (state: SaasState, exchange: Exchange) => Answer;
