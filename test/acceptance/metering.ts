import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { aQuestion } from './a-question.js';
import type { Sdk, SdkSession } from './sdk.js';

export interface Metering {
  readonly environment: string;
  readonly session: SdkSession;
  /** What SaaS has to count, by flag. */
  readonly counts: readonly { readonly flag: string; readonly variation: string; readonly count: number }[];
}

const target = { identifier: 'ada', name: 'Ada' };
const reads = [
  { flag: 'dark-mode', variation: 'true', reads: 3 },
  { flag: 'new-checkout', variation: 'true', reads: 2 },
  { flag: 'retired-offer', variation: 'false', reads: 1 },
];

/** Reads some flags a known number of times, in an environment that nobody else reads. */
export async function startMetering(sdk: Sdk, url: string): Promise<Metering> {
  const [, { id, sdkKeys }] = sampleConfiguration;
  const session = await sdk.open({ url, sdkKey: sdkKeys[0] });
  for (const { flag, reads: times } of reads) await session.ask(aQuestion({ flag, target, reads: times }));
  return { environment: id, session, counts: reads.map(({ flag, variation, reads: times }) => ({ flag, variation, count: sdk.counted(times) })) };
}
