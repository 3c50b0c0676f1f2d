import type { CompiledSegment, Membership, SegmentRule } from './compiled-segment.js';
import type { SegmentList } from './segment-list.js';

/** A target group at its place in one environment. */
export interface KnownSegment {
  readonly index: number;
  readonly membership: Membership;
  readonly rules: readonly SegmentRule[];
}

/** The target groups of one environment, with the lists that name them resolved once. */
export class KnownSegments implements Iterable<KnownSegment> {
  readonly #segments = new Map<string, KnownSegment>();
  readonly #inOrder: readonly KnownSegment[];
  readonly #resolved = new Map<SegmentList, readonly KnownSegment[]>();

  constructor(segments: Iterable<CompiledSegment>, andRules: boolean) {
    for (const segment of segments) {
      if (segment.identifier === '') continue;
      const index = this.#segments.get(segment.identifier)?.index ?? this.#segments.size;
      this.#segments.set(segment.identifier, new LazySegment(index, segment, andRules));
    }
    this.#inOrder = [...this.#segments.values()];
  }

  at(index: number): KnownSegment | undefined {
    return this.#inOrder[index];
  }

  get count(): number {
    return this.#segments.size;
  }

  [Symbol.iterator](): Iterator<KnownSegment> {
    return this.#segments.values();
  }

  /** The groups the list names, each once. Unknown ones are passed over, as if they had no members. */
  find(list: SegmentList): readonly KnownSegment[] {
    return [...new Set(list.identifiers)].map((identifier) => this.#segments.get(identifier)).filter((segment) => segment !== undefined);
  }

  /** As `find`, which is done once for each list. */
  resolve(list: SegmentList): readonly KnownSegment[] {
    const known = this.#resolved.get(list) ?? this.find(list);
    this.#resolved.set(list, known);
    return known;
  }
}

class LazySegment implements KnownSegment {
  constructor(
    readonly index: number,
    readonly segment: CompiledSegment,
    readonly andRules: boolean,
  ) {}

  get membership(): Membership {
    return this.segment.membership;
  }

  get rules(): readonly SegmentRule[] {
    return this.andRules ? this.membership.rules : this.membership.rulesWithoutAnd;
  }
}
