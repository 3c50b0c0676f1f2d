import type { FlagOutcomes } from './flag-outcomes.js';
import { type JsonObject, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Questions } from './questions.js';
import type { SegmentList } from './segment-list.js';
import type { Serve, Step } from './serve.js';

interface TargetEntry {
  readonly position: number;
  readonly serve: Serve;
}

interface SegmentEntry extends TargetEntry {
  readonly segments: SegmentList;
}

/**
 * The targets and target groups listed by name: the first entry that lists the target or one of its groups serves. The
 * target's own entry is found at once, so only the groups of entries before it are looked at.
 */
export function compileTargetMap(entries: readonly JsonObject[], outcomes: FlagOutcomes): Step | undefined {
  const byTarget = new Map<string, TargetEntry>();
  const bySegment: SegmentEntry[] = [];

  for (const [position, entry] of entries.entries()) {
    const serveFor = serveVariationOf(entry, outcomes);
    for (const target of objectsOf(entry['targets'])) {
      const identifier = textOf(target['identifier']);
      if (identifier !== '' && !byTarget.has(identifier)) byTarget.set(identifier, { position, serve: serveFor.target });
    }
    const identifiers = textsOf(entry['targetSegments']);
    if (identifiers.length > 0) bySegment.push({ position, segments: { identifiers }, serve: serveFor.segment });
  }
  if (byTarget.size === 0 && bySegment.length === 0) return undefined;

  return (questions) => linkTargetMap(byTarget, bySegment, questions);
}

function linkTargetMap(byTarget: ReadonlyMap<string, TargetEntry>, bySegment: readonly SegmentEntry[], questions: Questions): Serve {
  const entries = bySegment.map((entry) => ({ ...entry, question: questions.aboutSegments(entry.segments) }));

  return (inquiry) => {
    const own = byTarget.get(inquiry.targetIdentifier);
    for (const entry of entries) {
      if (own !== undefined && own.position <= entry.position) break;
      if (inquiry.answer(entry.question)) return entry.serve(inquiry);
    }
    return own?.serve(inquiry);
  };
}

function serveVariationOf(entry: JsonObject, outcomes: FlagOutcomes): { readonly target: Serve; readonly segment: Serve } {
  const variation = textOf(entry['variation']);
  const target = variation === '' ? undefined : outcomes.serving(variation, { reason: 'TARGET' });
  const segment = variation === '' ? undefined : outcomes.serving(variation, { reason: 'TARGET_SEGMENT' });
  return { target: () => target, segment: () => segment };
}
