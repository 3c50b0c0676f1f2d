import { ApiProperty } from '@nestjs/swagger';

class ConfigStatus {
  @ApiProperty({ enum: ['SYNCED', 'FAILED_TO_SYNC', 'READ_REPLICA'] }) state!: string;
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Unix milliseconds.' }) since!: number;
}

class StreamStatus {
  @ApiProperty({ enum: ['INITIALIZING', 'CONNECTED', 'DISCONNECTED'] }) state!: string;
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Unix milliseconds.' }) since!: number;
}

export class HealthResponse {
  @ApiProperty({ type: ConfigStatus }) configStatus!: ConfigStatus;
  @ApiProperty({ type: StreamStatus }) streamStatus!: StreamStatus;
  @ApiProperty({ enum: ['healthy', 'unhealthy'] }) cacheStatus!: string;
  @ApiProperty({ required: false, description: 'Why changes do not arrive, as in a proxy key that is refused. Absent while they do.' }) upstreamFault?: string;
}
