import { Module } from '@nestjs/common';
import { AcceptMetrics } from './application/accept-metrics.js';
import { ForwardMetrics } from './application/forward-metrics.js';
import { PostGathered } from './application/post-gathered.js';
import { SdkUsage } from './application/sdk-usage.js';
import { MetricsController } from './http/metrics.controller.js';

@Module({
  controllers: [MetricsController],
  providers: [AcceptMetrics, SdkUsage, PostGathered, ForwardMetrics],
})
export class MetricsModule {}
