import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { TerminusModule } from '@nestjs/terminus';
import { LogOwnHealth } from './application/log-own-health.js';
import { ReportHealth } from './application/report-health.js';
import { HealthController } from './http/health.controller.js';

@Module({
  // Terminus' own log line for every failed check would repeat what the state changes already say.
  imports: [TerminusModule.forRoot({ logger: false }), ScheduleModule.forRoot()],
  controllers: [HealthController],
  providers: [ReportHealth, LogOwnHealth],
})
export class HealthModule {}
