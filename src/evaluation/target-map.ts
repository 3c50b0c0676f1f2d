import type { FlagOutcomes } from './flag-outcomes.js';
import type { SegmentList } from './inquiry.js';
import { type JsonObject, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Serve } from './serve.js';

interface SegmentEntry {
  readonly position: number;
  readonly segments: SegmentList;
  readonly serve: Serve;
}

/**
 * The targets and target groups listed by name: the first entry that lists the target or one of its groups serves. The
 * target's own entry is found at once, so only the groups of entries before it are looked at.
 */
export function compileTargetMap(entries: readonly JsonObject[], outcomes: FlagOutcomes): Serve | undefined {
  const byTarget = new Map<string, { readonly position: number; readonly serve: Serve }>();
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

  return (inquiry) => {
    const own = byTarget.get(inquiry.targetIdentifier);
    for (const entry of bySegment) {
      if (own !== undefined && own.position <= entry.position) break;
      if (inquiry.isInAnySegment(entry.segments)) return entry.serve(inquiry);
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
