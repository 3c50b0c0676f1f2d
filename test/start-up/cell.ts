import { readFileSync } from 'node:fs';
import type { SaasState } from './starting-saas.js';

/** One row of test/fixtures/start-up.json: the answers of /health, /health/ready, /client/auth and /stream, while SaaS is so and after it has healed. */
export interface Cell {
  readonly node: string;
  readonly saas: SaasState;
  readonly cache: 'empty' | 'filled' | 'of another key';
  readonly meanwhile: string;
  readonly inTheEnd: string;
}

export const cells = JSON.parse(readFileSync('test/fixtures/start-up.json', 'utf8')) as readonly Cell[];
