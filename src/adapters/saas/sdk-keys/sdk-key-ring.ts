import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Slots } from '../../../kernel/slots.js';
import { UpstreamRejected, UpstreamUnavailable } from '../../../ports/saas-client.port.js';
import type { UnservedCredential, UpstreamSession } from '../../../ports/saas-client.port.js';
import type { SdkKey } from './sdk-key.js';

const authenticatedAtOnce = 8;

/** All SDK keys that we hold. Several may open one environment: then one of them that is good serves it. */
export class SdkKeyRing {
  readonly keys: readonly SdkKey[];
  readonly #slots = new Slots(authenticatedAtOnce);

  constructor(keys: readonly SdkKey[]) {
    this.keys = keys;
  }

  /** Every environment that some key has opened, whether or not the key is good now. */
  get environments(): readonly EnvironmentId[] {
    return [...new Set(this.keys.flatMap(({ session }) => session?.environment ?? []))];
  }

  /** Keys whose environment nobody has told us. */
  get unserved(): readonly SdkKey[] {
    return this.keys.filter(({ session }) => session === undefined);
  }

  keysOf(environment: EnvironmentId): readonly SdkKey[] {
    return this.keys.filter(({ session }) => session?.environment === environment);
  }

  /** The key to use for an environment; undefined when none is for it. */
  of(environment: EnvironmentId): SdkKey | undefined {
    const keys = this.keysOf(environment);
    return keys.find(({ fault }) => fault === undefined) ?? keys.find(({ isRefused }) => !isRefused) ?? keys[0];
  }

  /** Authenticates every key. One that fails harms no other; when all fail this rejects with the reason of the first. */
  async authenticate(): Promise<UpstreamSession> {
    const outcomes = await Promise.allSettled(this.keys.map((key) => this.#slots.run(() => key.authenticate())));
    const session = outcomes.find((outcome) => outcome.status === 'fulfilled')?.value;
    if (session === undefined) throw this.#whyNone();
    const { clusterIdentifier, accountId } = session;
    const unserved = this.unserved.map(credentialOf);
    return {
      environments: this.environments,
      clusterIdentifier,
      ...(accountId !== undefined && { accountId }),
      ...(unserved.length > 0 && { unserved }),
    };
  }

  #whyNone(): Error {
    const faults = this.keys.flatMap(({ fault }) => fault ?? []);
    return faults.find((fault) => !(fault instanceof UpstreamRejected)) ?? faults[0] ?? new UpstreamUnavailable('There is no SDK key');
  }
}

function credentialOf({ name, hash, isRefused, fault }: SdkKey): UnservedCredential {
  return { name, reason: fault?.message ?? 'not asked yet', isRefused, authKey: hash };
}
