import { Module } from '@nestjs/common';
import { StreamingModule } from '../streaming/index.js';
import { AdoptEnvironment } from './application/adopt-environment.js';
import { AnnounceChanges } from './application/announce-changes.js';
import { ChangeInventory } from './application/change-inventory.js';
import { EnvironmentWriter } from './application/environment-writer.js';
import { FollowUpstream } from './application/follow-upstream.js';
import { RefreshEnvironment } from './application/refresh-environment.js';
import { Synchronise } from './application/synchronise.js';

@Module({
  imports: [StreamingModule],
  providers: [EnvironmentWriter, AdoptEnvironment, Synchronise, RefreshEnvironment, ChangeInventory, AnnounceChanges, FollowUpstream],
})
export class SyncModule {}
