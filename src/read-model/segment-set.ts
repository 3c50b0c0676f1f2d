import { compileSegment, type CompiledSegment } from '../evaluation/index.js';
import type { ConfigItem } from '../kernel/configuration.js';
import { EncodedBody } from './encoded-body.js';
import { parsedMembers, withMember, withoutMember } from './json-members.js';
import { listParts } from './list-parts.js';

/** `serving`: for SDKs that ask with `rules=v2` and understand AND rules. `legacy`: for all others. */
export type SegmentForm = 'serving' | 'legacy';

/** One target group of a snapshot: its served bytes in both forms and its compiled form, each made on first use. */
export class Segment {
  readonly item: ConfigItem;
  readonly #texts: Partial<Record<SegmentForm, string>> = {};
  readonly #bodies: Partial<Record<SegmentForm, EncodedBody>> = {};
  #parsed: Readonly<Record<string, unknown>> | undefined;
  #compiled: CompiledSegment | undefined;

  constructor(item: ConfigItem) {
    this.item = item;
  }

  served(form: SegmentForm): string {
    return (this.#texts[form] ??= form === 'serving' ? this.#servingText() : this.#legacyText());
  }

  body(form: SegmentForm): EncodedBody {
    return (this.#bodies[form] ??= new EncodedBody(() => [this.served(form)]));
  }

  get compiled(): CompiledSegment {
    return (this.#compiled ??= compileSegment(this.#parse()));
  }

  /** A group that has only `rules` keeps them: SDKs fall back to them. */
  #servingText(): string {
    const { json } = this.item;
    return this.#servingRules().length > 0 ? withoutMember(json, 'rules') : withoutMember(json, 'servingRules');
  }

  #legacyText(): string {
    const text = withoutMember(this.item.json, 'servingRules');
    const rules = this.#parse()['rules'];
    const hasRules = Array.isArray(rules) && rules.length > 0;
    return hasRules || this.#servingRules().length === 0 ? text : withMember(text, 'rules', this.#derivedRules());
  }

  /** OR-ed clauses can only approximate AND rules: the first clause of each serving rule, as the reference derives them. */
  #derivedRules(): string {
    const first = this.#servingRules().flatMap((rule) => (Array.isArray(rule?.clauses) ? rule.clauses.slice(0, 1) : []));
    return JSON.stringify(first);
  }

  #servingRules(): readonly ({ clauses?: unknown } | null)[] {
    const rules = this.#parse()['servingRules'];
    return Array.isArray(rules) ? rules : [];
  }

  #parse(): Readonly<Record<string, unknown>> {
    return (this.#parsed ??= parsedMembers(this.item.json));
  }
}

/** All target groups of an environment in upstream order. Immutable; unchanged groups are taken over from the previous set. */
export class SegmentSet {
  readonly items: readonly ConfigItem[];
  readonly segments: readonly Segment[];
  readonly #lists: Record<SegmentForm, EncodedBody>;
  readonly #byIdentifier: ReadonlyMap<string, Segment>;

  constructor(items: readonly ConfigItem[], previous?: SegmentSet) {
    this.items = items;
    this.segments = items.map((item) => previous?.unchanged(item) ?? new Segment(item));
    this.#byIdentifier = new Map(this.segments.map((segment) => [segment.item.identifier, segment]));
    const list = (form: SegmentForm) => new EncodedBody(() => listParts(this.segments, (segment) => segment.served(form)));
    this.#lists = { serving: list('serving'), legacy: list('legacy') };
  }

  list(form: SegmentForm): EncodedBody {
    return this.#lists[form];
  }

  find(identifier: string): Segment | undefined {
    return this.#byIdentifier.get(identifier);
  }

  unchanged(item: ConfigItem): Segment | undefined {
    const segment = this.#byIdentifier.get(item.identifier);
    return segment?.item.json === item.json ? segment : undefined;
  }
}
