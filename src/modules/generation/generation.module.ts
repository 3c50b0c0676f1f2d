import { Module } from '@nestjs/common';
import { GenerateConfiguration } from './application/generate-configuration.js';

@Module({ providers: [GenerateConfiguration], exports: [GenerateConfiguration] })
export class GenerationModule {}
