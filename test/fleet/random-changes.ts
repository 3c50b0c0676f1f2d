import type { Seeded } from '../e2e/support/seeded.js';
import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';

/** One change at SaaS, told on its stream: of a flag or of a group, which may be made, changed or deleted by it. */
export function randomChange(saas: StandInSaas, seeded: Seeded): void {
  const [first, ...others] = saas.configuration;
  if (!first) return;
  const environment = seeded.pick([first, ...others]);
  if (seeded.chance(0.3)) changeGroup(saas, seeded, environment.id, `g${seeded.below(3)}`, environment.segments);
  else changeFlag(saas, seeded, environment.id, `f${seeded.below(4)}`, environment.flags);
}

type Items = readonly { readonly identifier: string; readonly version: number }[];

function changeFlag(saas: StandInSaas, seeded: Seeded, environment: string, feature: string, items: Items): void {
  const isHeld = items.some(({ identifier }) => identifier === feature);
  if (isHeld && seeded.chance(0.15)) saas.deleteFlag(environment, feature);
  else if (isHeld) saas.patchFlag(environment, feature, { state: seeded.pick(['on', 'off']), note: seeded.below(1_000_000) });
  else saas.putFlag(environment, aFeatureConfig({ feature, state: seeded.pick(['on', 'off']) }));
}

function changeGroup(saas: StandInSaas, seeded: Seeded, environment: string, identifier: string, items: Items): void {
  const isHeld = items.some((item) => item.identifier === identifier);
  const included = [{ identifier: seeded.pick(['ada', 'otto', 'nobody']), name: 'Somebody' }];
  if (isHeld && seeded.chance(0.15)) saas.deleteSegment(environment, identifier);
  else if (isHeld) saas.patchSegment(environment, identifier, { included });
  else saas.putSegment(environment, aSegment({ identifier, included }));
}
