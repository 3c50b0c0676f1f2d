import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Target } from '../../kernel/target.js';
import type { RememberedTargetsPort } from '../../ports/remembered-targets.port.js';

const maxTargets = 100_000;
const maxCharacters = 64 * 1024 * 1024;
const maxAgeMs = 24 * 60 * 60 * 1000;

export interface TargetLimits {
  readonly maxTargets: number;
  readonly maxCharacters: number;
  readonly maxAgeMs: number;
}

/** Remembered targets of a single node: forgotten a day after their last registration, or least recently used first. */
@Injectable()
export class MemoryRememberedTargets implements RememberedTargetsPort {
  readonly #targets: LRUCache<string, Target>;

  constructor(limits: TargetLimits = { maxTargets, maxCharacters, maxAgeMs }) {
    this.#targets = new LRUCache({
      max: limits.maxTargets,
      maxSize: limits.maxCharacters,
      ttl: limits.maxAgeMs,
      sizeCalculation: (target, key) => key.length + sizeOf(target),
    });
  }

  async remember(environment: EnvironmentId, target: Target): Promise<void> {
    this.#targets.set(keyOf(environment, target.identifier), target);
  }

  async find(environment: EnvironmentId, identifier: string): Promise<Target | undefined> {
    return this.#targets.get(keyOf(environment, identifier));
  }
}

/** With a length in front, since both parts may hold any character. */
function keyOf(environment: EnvironmentId, identifier: string): string {
  return `${environment.length} ${environment} ${identifier}`;
}

/** Roughly the characters of a target. Walks without recursion: attributes may be nested deeper than the stack. */
function sizeOf(target: Target): number {
  let size = target.identifier.length + target.name.length + 64;
  const waiting: unknown[] = [target.attributes];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') size += value.length;
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        size += key.length + 8;
        waiting.push(member);
      }
    } else size += 8;
  }
  return size;
}
