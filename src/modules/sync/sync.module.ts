import { Module } from '@nestjs/common';
import { StreamingModule } from '../streaming/index.js';
import { AdoptEnvironment } from './application/adopt-environment.js';
import { ChangeInventory } from './application/change-inventory.js';
import { CompareWithCache } from './application/compare-with-cache.js';
import { EnvironmentLanes } from './application/environment-lanes.js';
import { EnvironmentMirror } from './application/environment-mirror.js';
import { EnvironmentWriter } from './application/environment-writer.js';
import { FirstHand } from './application/first-hand.js';
import { FollowBus } from './application/follow-bus.js';
import { FollowLeader } from './application/follow-leader.js';
import { FollowUpstream } from './application/follow-upstream.js';
import { KeepCacheWhole } from './application/keep-cache-whole.js';
import { LeadWhenElected } from './application/lead-when-elected.js';
import { LookForMissed } from './application/look-for-missed.js';
import { MendEnvironments } from './application/mend-environments.js';
import { OpenSession } from './application/open-session.js';
import { PollTargets } from './application/poll-targets.js';
import { PollUpstream } from './application/poll-upstream.js';
import { RefreshEnvironment } from './application/refresh-environment.js';
import { ReportUpstream } from './application/report-upstream.js';
import { RetellEndings } from './application/retell-endings.js';
import { Synchronise } from './application/synchronise.js';
import { TellSdks } from './application/tell-sdks.js';
import { TellStreamState } from './application/tell-stream-state.js';

@Module({
  imports: [StreamingModule],
  providers: [EnvironmentLanes, FirstHand, KeepCacheWhole, EnvironmentWriter, EnvironmentMirror, AdoptEnvironment, OpenSession, Synchronise, MendEnvironments, PollTargets, ReportUpstream, RefreshEnvironment, ChangeInventory, FollowLeader, TellSdks, RetellEndings, CompareWithCache, FollowBus, LookForMissed, PollUpstream, FollowUpstream, TellStreamState, LeadWhenElected],
})
export class SyncModule {}
