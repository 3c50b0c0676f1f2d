import type { Inquiry } from './inquiry.js';
import type { KnownSegment, KnownSegments } from './known-segments.js';
import type { SegmentList } from './segment-list.js';

// Standings of a target in a group. Open: not a member unless a group it depends on turns out to have the target.
const unseen = 0;
const open = 1;
const excluded = 2;
const member = 3;
const stranger = 4;

/** A rule that only waits for other groups: one `WaitingList` for each of its lists that is not satisfied yet. */
interface WaitingRule {
  readonly segment: KnownSegment;
  unsatisfied: number;
}

interface WaitingList {
  readonly rule: WaitingRule;
  isSatisfied: boolean;
}

/**
 * Finds out which groups one target is in, each at most once. Groups may name each other in chains and circles, so
 * membership is the least one that fits all rules: being in a group is never the reason for being in it. Open groups wait
 * in a queue of their own rather than on the call stack, and whatever was found serves every later question.
 */
export class GroupSearch {
  readonly #inquiry: Inquiry;
  readonly #known: KnownSegments;
  readonly #standings: Uint8Array;
  readonly #openSegments: KnownSegment[] = [];
  readonly #waiting: WaitingList[][] = [];

  constructor(inquiry: Inquiry, known: KnownSegments) {
    this.#inquiry = inquiry;
    this.#known = known;
    this.#standings = new Uint8Array(known.count);
  }

  /** Groups are looked at in order; one that excludes the target ends the search. */
  isInAny(segmentIndexes: readonly number[]): boolean {
    for (const index of segmentIndexes) {
      const standing = this.#standingIn(index);
      if (standing === member) return true;
      if (standing === excluded) return false;
    }
    return false;
  }

  #standingIn(index: number): number {
    const seen = this.#standings[index] ?? stranger;
    if (seen > open) return seen;
    const segment = this.#known.at(index);
    return segment === undefined ? stranger : this.#settle(segment);
  }

  #settle(segment: KnownSegment): number {
    this.#meet(segment);
    while (this.#standings[segment.index] === open) {
      const next = this.#openSegments.pop();
      if (next === undefined) return stranger;
      if (this.#standings[next.index] === open) this.#examine(next);
    }
    return this.#standings[segment.index] ?? stranger;
  }

  // What can be said of a group without asking for another one.
  #meet(segment: KnownSegment): number {
    const seen = this.#standings[segment.index] ?? stranger;
    if (seen !== unseen) return seen;

    const standing = this.#firstStanding(segment);
    this.#standings[segment.index] = standing;
    if (standing === open) this.#openSegments.push(segment);
    return standing;
  }

  #firstStanding(segment: KnownSegment): number {
    const { targetIdentifier } = this.#inquiry;
    if (segment.membership.excluded.has(targetIdentifier)) return excluded;
    if (segment.membership.included.has(targetIdentifier)) return member;

    let standing = stranger;
    for (const rule of segment.rules) {
      if (!rule.conditions.every((condition) => condition.holds(this.#inquiry))) continue;
      if (rule.segmentLists.length === 0) return member;
      standing = open;
    }
    return standing;
  }

  #examine(segment: KnownSegment): void {
    for (const rule of segment.rules) {
      if (rule.segmentLists.length === 0 || !rule.conditions.every((condition) => condition.holds(this.#inquiry))) continue;

      const waitingRule: WaitingRule = { segment, unsatisfied: 0 };
      for (const list of rule.segmentLists) {
        if (this.#await(list, waitingRule)) waitingRule.unsatisfied++;
      }
      if (waitingRule.unsatisfied === 0) return this.#admit(segment);
    }
  }

  // Returns whether the list is not satisfied yet, having it woken by each group that may satisfy it.
  #await(list: SegmentList, rule: WaitingRule): boolean {
    const waitingList: WaitingList = { rule, isSatisfied: false };
    for (const segment of this.#known.resolve(list)) {
      const standing = this.#meet(segment);
      if (standing === excluded) return true;
      if (standing === member) {
        waitingList.isSatisfied = true;
        return false;
      }
      if (standing === open) (this.#waiting[segment.index] ??= []).push(waitingList);
    }
    return true;
  }

  #admit(segment: KnownSegment): void {
    const admitted = [segment];
    for (let next = admitted.pop(); next !== undefined; next = admitted.pop()) {
      if (this.#standings[next.index] !== open) continue;
      this.#standings[next.index] = member;
      for (const list of this.#waiting[next.index] ?? []) {
        if (list.isSatisfied) continue;
        list.isSatisfied = true;
        if (--list.rule.unsatisfied === 0) admitted.push(list.rule.segment);
      }
    }
  }
}
