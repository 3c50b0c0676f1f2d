import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { EncodedBody } from '../../../read-model/encoded-body.js';
import { ReadModel } from '../../../read-model/read-model.js';
import type { SegmentForm } from '../../../read-model/segment-set.js';

const emptyList = new EncodedBody(() => ['[]']);

/** Target groups as server SDKs read them: with AND rules for those that ask for `rules=v2`, in the older form for all others. */
@Injectable()
export class ReadSegments {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  list(environment: EnvironmentId, rules: unknown): EncodedBody {
    return this.readModel.environment(environment)?.segments.list(this.#form(rules)) ?? emptyList;
  }

  find(environment: EnvironmentId, identifier: string, rules: unknown): EncodedBody | undefined {
    return this.readModel.environment(environment)?.segments.find(identifier)?.body(this.#form(rules));
  }

  #form(rules: unknown): SegmentForm {
    return this.config.andRules && rules === 'v2' ? 'serving' : 'legacy';
  }
}
