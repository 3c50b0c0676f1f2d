import type { FlagOutcomes } from './flag-outcomes.js';
import { type JsonObject, objectsOf, textOf, textsOf } from './json-fields.js';
import type { Place } from './place.js';
import type { SegmentList } from './segment-list.js';
import { serveVariation } from './serve-variation.js';
import type { Step } from './step.js';
import { type TargetList, targetList } from './target-list.js';

interface TargetEntry {
  /** How many entries before it name groups. */
  readonly groupsBefore: number;
  readonly serve: Step;
}

interface SegmentEntry {
  readonly segments: SegmentList;
  readonly serve: Step;
}

/**
 * The targets and target groups listed by name: the first entry that lists the target or one of its groups serves. The
 * target's own entry is found at once, so only the groups of entries before it are looked at.
 */
export function compileTargetMap(entries: readonly JsonObject[], outcomes: FlagOutcomes): Step {
  const byTarget = new Map<string, number>();
  const targetEntries: TargetEntry[] = [];
  const segmentEntries: SegmentEntry[] = [];

  for (const entry of entries) {
    const variation = textOf(entry['variation']);
    for (const target of objectsOf(entry['targets'])) {
      const identifier = textOf(target['identifier']);
      if (identifier !== '' && !byTarget.has(identifier)) byTarget.set(identifier, targetEntries.length);
    }
    targetEntries.push({ groupsBefore: segmentEntries.length, serve: serveVariation(variation, outcomes, { reason: 'TARGET' }) });
    const identifiers = textsOf(entry['targetSegments']);
    if (identifiers.length > 0) segmentEntries.push({ segments: { identifiers }, serve: serveVariation(variation, outcomes, { reason: 'TARGET_SEGMENT' }) });
  }
  return targetMapStep(targetList(byTarget), targetEntries, segmentEntries);
}

function targetMapStep(list: TargetList, targetEntries: readonly TargetEntry[], segmentEntries: readonly SegmentEntry[]): Step {
  return (graph, otherwise) => {
    let groups: Place = otherwise;
    for (const { segments, serve } of segmentEntries.toReversed()) {
      groups = graph.ask(graph.questions.aboutSegments(segments), serve(graph, otherwise), groups);
    }
    if (list.entries.size === 0) return groups;
    return graph.findListed(list, targetEntries.map(({ groupsBefore, serve }) => [groupsBefore, serve(graph, otherwise)]), groups);
  };
}
