import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { EncodedBody } from '../../../read-model/encoded-body.js';
import { ReadModel } from '../../../read-model/read-model.js';

const emptyList = new EncodedBody(() => ['[]']);

/** Flags as server SDKs read them. */
@Injectable()
export class ReadFeatureConfigs {
  constructor(private readonly readModel: ReadModel) {}

  /** All flags; an empty array for an environment with none, and for an unknown one. */
  list(environment: EnvironmentId): EncodedBody {
    return this.readModel.environment(environment)?.flags.list ?? emptyList;
  }

  find(environment: EnvironmentId, identifier: string): EncodedBody | undefined {
    return this.readModel.environment(environment)?.flags.find(identifier)?.body;
  }
}
