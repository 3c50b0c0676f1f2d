/** Never holds a secret: no URL of the upstream, no header, no key name, no argument of a command. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanBeginning {
  /** On which side of a conversation it is; absent: work of our own. */
  readonly kind?: 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** Headers or fields of whoever asked for it. Absent: it is part of the work at hand. */
  readonly carrier?: Readonly<Record<string, unknown>>;
  /** Other work that it serves as well. */
  readonly links?: readonly Span[];
  /** By `performance.now()`; absent: now. */
  readonly startedAt?: number;
}

/** One piece of work that is followed. */
export interface Span {
  /** Under which it is found; undefined where nobody looks. */
  readonly traceId: string | undefined;
  /** What `work` begins is part of this. */
  run<T>(work: () => T): T;
  name(name: string): void;
  set(attributes: SpanAttributes): void;
  /** `failure`: a word or a code, never a message. */
  end(failure?: string): void;
}

/** Follows work through the relay and beyond. Whoever does the work neither knows nor waits for who looks at it. */
export abstract class Tracing {
  /** False: nobody ever looks. */
  abstract readonly isOn: boolean;

  /** Whether the work at hand is part of something that is followed. */
  abstract readonly isFollowing: boolean;

  abstract begin(name: string, beginning?: SpanBeginning): Span;

  /** Follows `work` to its end, failure included. */
  abstract within<T>(name: string, beginning: SpanBeginning, work: (span: Span) => Promise<T>): Promise<T>;

  /** What another process needs to go on with the work at hand: headers or fields to send along. */
  abstract carrier(): Readonly<Record<string, string>>;
}
