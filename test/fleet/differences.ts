import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import type { EnvironmentSnapshot } from '../../src/read-model/environment-snapshot.js';
import { signedToken } from '../e2e/support/signed-token.js';
import { fleetTargets } from './fleet-targets.js';
import type { FleetNode } from './fleet-node.js';
import { truth } from './truth.js';

/** Where a node serves something else than what SaaS holds: every list, every flag and group by itself, evaluations of some targets. */
export async function differences(node: FleetNode, saas: StandInSaas): Promise<readonly string[]> {
  const found: string[] = [];
  for (const snapshot of truth(saas)) {
    const { id, config } = snapshot;
    const authorization = `Bearer ${signedToken({ environment: id, clusterIdentifier: '1', apiKey: `auth-key-${config.authKeys[0]}`, iat: Math.floor(Date.now() / 1000) })}`;
    for (const [path, expected] of answers(snapshot)) {
      const got = await read(`${node.url}/client/env/${id}${path}`, { authorization });
      if (got !== expected) found.push(`${node.name} ${id}${path}\n  serves ${got.slice(0, 300)}\n  rather than ${expected.slice(0, 300)}`);
    }
  }
  return found;
}

function answers({ flags, segments, evaluation }: EnvironmentSnapshot): readonly (readonly [path: string, text: string])[] {
  return [
    ['/feature-configs', listOf(flags.flags.map(({ served }) => served))],
    ...flags.flags.map(({ item, served }) => [`/feature-configs/${item.identifier}`, served] as const),
    ...(['serving', 'legacy'] as const).flatMap((form) => {
      const query = form === 'serving' ? '?rules=v2' : '';
      return [
        [`/target-segments${query}`, listOf(segments.segments.map((segment) => segment.served(form)))] as const,
        ...segments.segments.map((segment) => [`/target-segments/${segment.item.identifier}${query}`, segment.served(form)] as const),
      ];
    }),
    ...fleetTargets.map((target) => [`/target/${target.identifier}/evaluations`, String(evaluation.encodeAll({ ...target, attributes: {} }))] as const),
  ];
}

function listOf(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

async function read(url: string, headers: Record<string, string>): Promise<string> {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
    return answer.ok ? await answer.text() : `status ${answer.status}`;
  } catch (error) {
    return String(error);
  }
}
