import { isDeepStrictEqual } from 'node:util';
import { aQuestion } from '../acceptance/a-question.js';
import { nodeSdk } from '../acceptance/node-sdk.js';
import type { SdkSession } from '../acceptance/sdk.js';
import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import type { FleetNode } from './fleet-node.js';
import { fleetTargets } from './fleet-targets.js';
import { truth } from './truth.js';

/** The official Node SDK in an application of its own, which talks to one node. */
export class FleetSdk {
  private constructor(
    private readonly name: string,
    private readonly environment: string,
    private readonly session: SdkSession,
  ) {}

  static async start(node: Pick<FleetNode, 'name' | 'url'>, environment: { readonly id: string; readonly sdkKeys: readonly [string] }): Promise<FleetSdk> {
    const session = await nodeSdk.open({ url: node.url, sdkKey: environment.sdkKeys[0] });
    return new FleetSdk(`the SDK of ${node.name}`, environment.id, session);
  }

  /** Its variations of every flag are those that follow from what SaaS holds. */
  async untilAgreed(saas: StandInSaas, timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const [expected, given] = await this.#variations(saas);
      if (isDeepStrictEqual(given, expected)) return;
      if (performance.now() > end) throw new Error(`after ${timeoutMs} ms ${this.name} says ${JSON.stringify(given)} rather than ${JSON.stringify(expected)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** One that was about to open its stream again does so after it was closed, and its process has to be killed. */
  async close(): Promise<void> {
    await this.session.close().catch(() => undefined);
  }

  async #variations(saas: StandInSaas): Promise<readonly [expected: readonly unknown[], given: readonly unknown[]]> {
    const snapshot = truth(saas).find(({ id }) => id === this.environment);
    const [expected, given]: [unknown[], unknown[]] = [[], []];
    for (const target of fleetTargets) {
      const served = new Map((JSON.parse(String(snapshot?.evaluation.encodeAll({ ...target, attributes: {} }))) as { flag: string; value: string }[]).map(({ flag, value }) => [flag, value === 'true']));
      for (const flag of everyFlag) {
        // A flag that is gone is known by the fallback, which must not be what it served before.
        for (const fallback of served.has(flag) ? [!served.get(flag)] : [true, false]) {
          expected.push([target.identifier, flag, served.get(flag) ?? fallback]);
          given.push([target.identifier, flag, await this.session.ask(aQuestion({ flag, target, fallback }))]);
        }
      }
    }
    return [expected, given];
  }
}

/** All that ever is, the passing ones included. */
const everyFlag = ['steady', 'f0', 'f1', 'f2', 'f3', 'by-group'];
