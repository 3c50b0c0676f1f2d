import { RE2JS } from 're2js';
import type { Target } from '../../src/kernel/target.js';
import { naiveAttributeText } from './naive-attribute-text.js';
import { naiveBucket } from './naive-bucket.js';
import type { Clause, Distribution, Flag, Segment, Serve } from './flag-shapes.js';

export interface NaiveEvaluation {
  readonly flag: string;
  readonly identifier: string;
  readonly kind: string;
  readonly value: string;
}

/**
 * A second evaluation, written straight from the rules: walks the JSON anew for every flag, calls itself, remembers
 * nothing. It exists to disagree with the real one when one of the two is wrong, and to be compared with in speed.
 */
export class NaiveEnvironment {
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #segments: ReadonlyMap<string, Segment>;

  constructor(
    flags: readonly Flag[],
    segments: readonly Segment[],
    readonly andRules: boolean,
  ) {
    this.#flags = new Map(flags.map((flag) => [flag.feature, flag]));
    this.#segments = new Map(segments.map((segment) => [segment.identifier, segment]));
  }

  evaluateAll(target: Target): NaiveEvaluation[] {
    return [...this.#flags.keys()].map((flag) => this.evaluate(flag, target)).filter((evaluation) => evaluation !== undefined);
  }

  evaluate(identifier: string, target: Target): NaiveEvaluation | undefined {
    const flag = this.#flags.get(identifier);
    if (flag === undefined) return undefined;

    const served = this.#prerequisitesMet(flag, target, []) ? this.#variationOf(flag, target) : flag.offVariation;
    const variation = flag.variations?.find((candidate) => candidate.identifier === served);
    if (!served || variation === undefined) return undefined;
    return { flag: identifier, identifier: served, kind: flag.kind, value: variation.value };
  }

  #prerequisitesMet(flag: Flag, target: Target, checking: readonly Flag[]): boolean {
    if (checking.includes(flag)) return true;
    for (const entry of flag.prerequisites ?? []) {
      const prerequisite = this.#flags.get(entry.feature);
      if (prerequisite === undefined) return true;
      const served = this.#variationOf(prerequisite, target);
      if (!served || !prerequisite.variations?.some(({ identifier }) => identifier === served)) return true;
      if (!entry.variations?.includes(served)) return false;
      if (!this.#prerequisitesMet(prerequisite, target, [...checking, flag])) return false;
    }
    return true;
  }

  // The identifier that steps 2 to 5 arrive at; empty when none does.
  #variationOf(flag: Flag, target: Target): string {
    if (flag.state !== 'on') return flag.offVariation ?? '';
    return (
      this.#fromTargetMap(flag, target) ||
      this.#fromRules(flag, target) ||
      (flag.defaultServe?.distribution && this.#fromDistribution(flag.defaultServe.distribution, target)) ||
      flag.defaultServe?.variation ||
      ''
    );
  }

  #fromTargetMap(flag: Flag, target: Target): string {
    for (const entry of flag.variationToTargetMap ?? []) {
      for (const listed of entry.targets ?? []) {
        if (listed.identifier !== '' && listed.identifier === target.identifier) return entry.variation;
      }
      if (this.#inSegments(entry.targetSegments ?? [], target, [])) return entry.variation;
    }
    return '';
  }

  #fromRules(flag: Flag, target: Target): string {
    const rules = (flag.rules ?? []).toSorted((a, b) => a.priority - b.priority);
    for (const rule of rules) {
      if (!(rule.clauses ?? []).every((clause) => this.#holds(clause, target, []))) continue;
      const serve: Serve = rule.serve ?? {};
      if (serve.distribution) return this.#fromDistribution(serve.distribution, target);
      if (serve.variation !== undefined && serve.variation !== null) return serve.variation;
    }
    return '';
  }

  #fromDistribution(distribution: Distribution, target: Target): string {
    const bucket = naiveBucket(distribution.bucketBy ?? '', target);
    let sum = 0;
    let variation = '';
    for (const share of distribution.variations ?? []) {
      variation = share.variation;
      sum += share.weight;
      if (bucket > 0 && sum > 0 && bucket <= sum) return variation;
    }
    return variation;
  }

  #inSegments(identifiers: readonly string[], target: Target, checking: readonly Segment[]): boolean {
    for (const identifier of identifiers) {
      const segment = this.#segments.get(identifier);
      if (segment === undefined) continue;
      if (segment.excluded?.some((member) => member.identifier === target.identifier)) return false;
      if (segment.included?.some((member) => member.identifier === target.identifier)) return true;
      if (!checking.includes(segment) && this.#fits(segment, target, [...checking, segment])) return true;
    }
    return false;
  }

  #fits(segment: Segment, target: Target, checking: readonly Segment[]): boolean {
    const groups = (segment.servingRules ?? []).map((rule) => rule.clauses ?? []);
    if (this.andRules && groups.length > 0) {
      return groups.some((clauses) => clauses.length > 0 && clauses.every((clause) => this.#holds(clause, target, checking)));
    }
    const clauses = segment.rules?.length ? segment.rules : groups.flatMap((group) => group.slice(0, 1));
    return clauses.some((clause) => this.#holds(clause, target, checking));
  }

  #holds(clause: Clause, target: Target, checking: readonly Segment[]): boolean {
    const values = clause.values ?? [];
    if (!clause.op || values.length === 0) return false;
    if (clause.op === 'segmentMatch') return this.#inSegments(values, target, checking);

    const text = naiveAttributeText(clause.attribute ?? '', target);
    const value = values[0] ?? '';
    if (text === '') return false;
    switch (clause.op) {
      case 'equal':
        return text.length === value.length && new RegExp(`^${value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`, 'iu').test(text);
      case 'equal_sensitive':
        return text === value;
      case 'in':
        return values.includes(text);
      case 'gt':
        return Buffer.compare(Buffer.from(text), Buffer.from(value)) > 0;
      case 'starts_with':
        return text.startsWith(value);
      case 'ends_with':
        return text.endsWith(value);
      case 'contains':
        return text.includes(value);
      case 'match':
        return found(value, text);
      default:
        return false;
    }
  }
}

function found(pattern: string, text: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(text).find();
  } catch {
    return false;
  }
}
