import { Injectable } from '@nestjs/common';
import { decodeTargetHeader } from '../../../evaluation/index.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import type { Target } from '../../../kernel/target.js';
import { RememberedTargetsPort } from '../../../ports/remembered-targets.port.js';
import { ReadModel } from '../../../read-model/read-model.js';

/** Who is asking: the identifier in the path and the `Harness-Target` header, where the SDK sends one. */
export interface TargetQuery {
  readonly environment: EnvironmentId;
  readonly identifier: string;
  readonly header: string | undefined;
}

const emptyList = Buffer.from('[]');

/** Answers are JSON text as UTF-8, put together from parts that were encoded when the flags were compiled. */
@Injectable()
export class EvaluateFlags {
  constructor(
    private readonly readModel: ReadModel,
    private readonly targets: RememberedTargetsPort,
    private readonly log: Log,
  ) {}

  /** Every flag that can be evaluated, in the environment's order; an unknown environment has none. */
  async all(query: TargetQuery, allocate?: (length: number) => Buffer): Promise<Buffer> {
    const target = await this.#targetOf(query);
    const environment = await this.readModel.environment(query.environment)?.prepared();
    if (!environment) return emptyList;

    const turns = new ShortTurns();
    const steps = environment.encodingAll(target, allocate);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      await turns.pause();
    }
  }

  /** Undefined for an unknown flag and for one that cannot be evaluated: the SDK then serves its caller's default. */
  async one(query: TargetQuery, flag: string): Promise<Buffer | undefined> {
    const target = await this.#targetOf(query);
    const environment = await this.readModel.environment(query.environment)?.prepared();
    return environment?.encodeOne(flag, target);
  }

  async #targetOf({ environment, identifier, header }: TargetQuery): Promise<Target> {
    if (header !== undefined) {
      const target = decodeTargetHeader(header);
      if (target) return target;
      this.log.warn({ environment, headerLength: header.length }, 'Harness-Target header ignored: it is not the base64 of a target');
    }
    return (await this.targets.find(environment, identifier)) ?? { identifier, name: '', attributes: {} };
  }
}
