import { setTimeout as delay } from 'node:timers/promises';
import { Seeded } from '../e2e/support/seeded.js';
import { faults, type Fault } from '../fleet/faults.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';
import { FleetSdk } from '../fleet/fleet-sdk.js';
import { randomChange } from '../fleet/random-changes.js';
import { SteadyReaders } from '../fleet/steady-readers.js';

// Generous: SDKs wait up to ten seconds before they open a stream again.
const agreementMs = 60_000;
const faultMs = 2_200;

const seed = Number(process.env['FLEET_SEED'] ?? 20_261);
/** Rounds of several faults at once; FLEET_ROUNDS asks for more. */
const rounds = Number(process.env['FLEET_ROUNDS'] ?? 1);

describe(`a primary, two replicas, Redis, and SDKs, while SaaS changes flags (FLEET_SEED=${seed})`, () => {
  const [environment] = fleetEnvironments();
  const seeded = new Seeded(seed);
  let fleet: Fleet;
  let sdks: readonly FleetSdk[];
  let readers: SteadyReaders;

  beforeAll(async () => {
    if (!environment) throw new Error('there is no environment');
    fleet = await Fleet.start({ env: { LEASE_DURATION: '2', SAAS_STREAM_IDLE_TIMEOUT: '2' } });
    sdks = await Promise.all(fleet.nodes.map((node) => FleetSdk.start(node, environment)));
    readers = new SteadyReaders(fleet.nodes, { environment: environment.id, sdkKey: environment.sdkKeys[0] });
  }, 60_000);

  afterAll(async () => {
    await readers?.stop();
    for (const sdk of sdks ?? []) await sdk.close();
    await fleet?.end();
  }, 60_000);

  const changing = async (forMs: number): Promise<void> => {
    for (const end = performance.now() + forMs; performance.now() < end; ) {
      randomChange(fleet.saas, seeded);
      await delay(seeded.below(100));
    }
  };

  const survive = async (struck: readonly Fault[]): Promise<void> => {
    const startedAt = performance.now();
    const mend: (() => Promise<void>)[] = [];
    for (const fault of struck) {
      mend.push(await fault.strike(fleet));
      await changing(faultMs / struck.length);
    }
    const mending = Promise.all(mend.map((heal) => heal()));
    await changing(500);
    await mending;
    const mendedAt = performance.now();
    await fleet.untilAgreed(agreementMs);
    const agreedAt = performance.now();
    await Promise.all(fleet.nodes.map((node) => node.untilStream('CONNECTED', agreementMs)));
    const connectedAt = performance.now();
    await Promise.all(sdks.map((sdk) => sdk.untilAgreed(fleet.saas, agreementMs)));
    const sdksAt = performance.now();
    // Whatever was missed must not wait for the next change, and the next change must reach everybody.
    randomChange(fleet.saas, seeded);
    await fleet.untilAgreed(agreementMs);
    await Promise.all(sdks.map((sdk) => sdk.untilAgreed(fleet.saas, agreementMs)));
    const took = [`nodes ${Math.round(agreedAt - mendedAt)}`, `streams ${Math.round(connectedAt - agreedAt)}`, `SDKs ${Math.round(sdksAt - connectedAt)}`, `the next change ${Math.round(performance.now() - sdksAt)}`];
    process.stdout.write(`  ${struck.map(({ name }) => name).join(' + ')}: mended after ${Math.round(mendedAt - startedAt)} ms; then took ${took.join(', ')} ms\n`);
    expect(readers.faults.splice(0)).toEqual([]);
  };

  it.each(faults)('agree again after $name', (fault) => survive([fault]), 4 * agreementMs);

  it.each(Array.from({ length: rounds }, (_, round) => round + 1))(
    'agree again after several of these at once, round %i',
    async () => {
      const left = [...faults];
      const struck = Array.from({ length: 2 + seeded.below(2) }, () => left.splice(seeded.below(left.length), 1)).flat();
      await survive(compatible(struck));
    },
    4 * agreementMs,
  );
});

/** A process that was ended cannot be stopped as well: of faults of one part only the first is struck. */
function compatible(struck: readonly Fault[]): readonly Fault[] {
  const parts = new Set<string>();
  return struck.filter(({ name }) => {
    const part = name.split(' ').slice(0, 2).join(' ');
    if (parts.has(part)) return false;
    parts.add(part);
    return true;
  });
}
