import { Module } from '@nestjs/common';
import { OpenStream } from './application/open-stream.js';
import { SdkStreams } from './application/sdk-streams.js';
import { StreamController } from './http/stream.controller.js';

@Module({ controllers: [StreamController], providers: [SdkStreams, OpenStream], exports: [SdkStreams] })
export class StreamingModule {}
