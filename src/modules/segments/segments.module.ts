import { Module } from '@nestjs/common';
import { ReadSegments } from './application/read-segments.js';
import { SegmentsController } from './http/segments.controller.js';

@Module({ controllers: [SegmentsController], providers: [ReadSegments] })
export class SegmentsModule {}
