import type { Seeded } from '../e2e/support/seeded.js';
import type { StandInSaasClient } from '../saas/stand-in-saas-client.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import { Diary } from './diary.js';
import type { Holdings } from './holdings.js';
import type { Tally } from './tally.js';

export const flagNames = Array.from({ length: 8 }, (_, number) => `flag.${number}`);
const groupNames = ['group-0', 'group-1', 'group-2', 'group-3'];
const variations = Array.from({ length: 10 }, (_, number) => ({ identifier: `v${number}`, value: `v${number}` }));
const member = { identifier: 'otto', name: 'Otto' };

/** A version that two lives of a flag share would say nothing: the last digits tell the life. */
const livesPerVersion = 10_000;

/** Changes what SaaS holds, at random. Some changes are never told, as when a stream breaks at the wrong moment. */
export class Changes {
  readonly diary = new Diary();
  readonly #lives = new Map<string, number>();
  /** Whether something has changed that only the loss of the stream can bring to light. */
  hasUntold = false;
  mayDelete = true;

  constructor(
    private readonly saas: StandInSaasClient,
    private readonly environments: readonly [string, ...string[]],
    private readonly holdings: Holdings,
    private readonly random: Seeded,
    private readonly tally: Tally,
  ) {}

  async one(): Promise<void> {
    const { random } = this;
    const announce = random.next() < 0.9;
    const environment = random.pick(this.environments);
    const kind = random.below(20);
    if (kind < 11) await this.#changeFlag(environment, announce);
    else if (kind < 16) await this.#changeGroup(environment, announce);
    else if (kind < 18) await this.#changeKeys(environment, announce);
    else await this.#changeEnvironments(announce);
    this.hasUntold ||= !announce;
    this.tally.count('change', announce ? 'told' : 'untold');
  }

  async #changeFlag(environment: string, announce: boolean): Promise<void> {
    const feature = this.random.pick(['flag.0', ...flagNames]);
    const before = await this.#version(environment, 'flags', feature);
    if (before !== undefined && this.mayDelete && this.random.chance(0.2)) {
      this.#note('delete', environment, feature, before, announce);
      return this.saas.deleteFlag(environment, feature, { announce });
    }
    const { random } = this;
    const version = this.#nextVersion(`${environment} ${feature}`, before);
    this.#note('put', environment, feature, version, announce);
    await this.saas.putFlag(environment, aFeatureConfig({
      feature,
      kind: 'string',
      state: random.chance(0.8) ? 'on' : 'off',
      variations,
      offVariation: 'v0',
      defaultServe: { variation: `v${random.below(10)}` },
      rules: random.chance(0.3) ? [{ ruleId: 'r', priority: 1, clauses: [{ attribute: '', op: 'segmentMatch', values: ['group-0'] }], serve: { variation: 'v9' } }] : [],
      version,
    }), { announce });
  }

  async #changeGroup(environment: string, announce: boolean): Promise<void> {
    const identifier = this.random.pick(['group-0', ...groupNames]);
    const before = await this.#version(environment, 'segments', identifier);
    if (before !== undefined && this.mayDelete && this.random.chance(0.2)) {
      this.#note('delete', environment, identifier, before, announce);
      return this.saas.deleteSegment(environment, identifier, { announce });
    }
    const included = this.random.chance(0.5) ? [member] : [];
    const version = this.#nextVersion(`${environment} ${identifier}`, before);
    this.#note('put', environment, identifier, version, announce);
    await this.saas.putSegment(environment, aSegment({ identifier, name: identifier, included, version }), { announce });
  }

  async #changeKeys(environment: string, announce: boolean): Promise<void> {
    const [, ...passing] = this.holdings.keys.get(environment) ?? [];
    const [oldest] = passing;
    if (oldest !== undefined && passing.length > 1) {
      this.holdings.removeKey(environment, oldest);
      return this.saas.removeSdkKey(environment, oldest, { announce });
    }
    const sdkKey = this.holdings.newName('passing-key');
    this.holdings.add(environment, sdkKey);
    await this.saas.addSdkKey(environment, sdkKey, { announce });
  }

  async #changeEnvironments(announce: boolean): Promise<void> {
    const passing = [...this.holdings.keys.keys()].filter((id) => id.startsWith('passing-environment'));
    const [oldest] = passing;
    if (oldest !== undefined && passing.length > 2) {
      this.holdings.removeEnvironment(oldest);
      return this.saas.removeEnvironment(oldest, { announce });
    }
    const [id, sdkKey] = [this.holdings.newName('passing-environment'), this.holdings.newName('passing-key')];
    this.holdings.add(id, sdkKey);
    await this.saas.addEnvironment({ id, sdkKeys: [sdkKey], flags: [aFeatureConfig({ feature: 'passing' })], segments: [aSegment()] }, { announce });
  }

  #note(what: 'put' | 'delete', environment: string, item: string, version: number, announce: boolean): void {
    this.diary.note(`${what} ${environment} ${item} version ${version}${announce ? '' : ', untold'}`);
  }

  async #version(environment: string, list: 'flags' | 'segments', name: string): Promise<number | undefined> {
    const { environments } = await this.saas.state();
    return environments.find(({ id }) => id === environment)?.[list].find(({ identifier }) => identifier === name)?.version;
  }

  /** One that is created again starts low again. */
  #nextVersion(item: string, before: number | undefined): number {
    const life = (this.#lives.get(item) ?? 0) + (before === undefined ? 1 : 0);
    this.#lives.set(item, life);
    return (before === undefined ? 1 : Math.floor(before / livesPerVersion) + 1) * livesPerVersion + (life % livesPerVersion);
  }
}
