import { Module } from '@nestjs/common';
import { EvaluateFlags } from './application/evaluate-flags.js';
import { ReadFeatureConfigs } from './application/read-feature-configs.js';
import { EvaluationsController } from './http/evaluations.controller.js';
import { FeatureConfigsController } from './http/feature-configs.controller.js';

@Module({ controllers: [FeatureConfigsController, EvaluationsController], providers: [ReadFeatureConfigs, EvaluateFlags] })
export class FeatureConfigsModule {}
