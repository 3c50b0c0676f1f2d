import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** These classes describe what passes through; they are never filled. Fields that SaaS adds later pass through as well. */
class VariationResponse {
  @ApiProperty() identifier!: string;
  @ApiProperty({ description: 'The value as text, whatever the kind.' }) value!: string;
  @ApiPropertyOptional() name?: string;
  @ApiPropertyOptional() description?: string;
}

class WeightedVariationResponse {
  @ApiProperty() variation!: string;
  @ApiProperty({ type: 'integer', description: 'Percent.' }) weight!: number;
}

class DistributionResponse {
  @ApiProperty() bucketBy!: string;
  @ApiProperty({ type: [WeightedVariationResponse] }) variations!: WeightedVariationResponse[];
}

class ServeResponse {
  @ApiPropertyOptional({ type: DistributionResponse, nullable: true }) distribution?: DistributionResponse | null;
  @ApiPropertyOptional({ type: String, nullable: true }) variation?: string | null;
}

export class ClauseResponse {
  @ApiPropertyOptional() id?: string;
  @ApiProperty() attribute!: string;
  @ApiProperty({ description: 'segmentMatch, in, equal, equal_sensitive, gt, starts_with, ends_with, contains or match.' }) op!: string;
  @ApiProperty({ type: [String] }) values!: string[];
  @ApiProperty({ description: 'Read by no SDK.' }) negate!: boolean;
}

class FlagRuleResponse {
  @ApiPropertyOptional() ruleId?: string;
  @ApiProperty({ type: 'integer', description: '1 is first.' }) priority!: number;
  @ApiProperty({ type: [ClauseResponse], nullable: true }) clauses!: ClauseResponse[] | null;
  @ApiProperty({ type: ServeResponse }) serve!: ServeResponse;
}

class PrerequisiteResponse {
  @ApiProperty() feature!: string;
  @ApiProperty({ type: [String] }) variations!: string[];
}

class TargetMapResponse {
  @ApiProperty() identifier!: string;
  @ApiPropertyOptional() name?: string;
}

class VariationMapResponse {
  @ApiProperty() variation!: string;
  @ApiPropertyOptional({ type: [TargetMapResponse], nullable: true }) targets?: TargetMapResponse[] | null;
  @ApiPropertyOptional({ type: [String], nullable: true }) targetSegments?: string[] | null;
}

export class FeatureConfigResponse {
  @ApiProperty() feature!: string;
  @ApiPropertyOptional() project?: string;
  @ApiPropertyOptional({ description: "The environment's identifier, not its UUID." }) environment?: string;
  @ApiProperty({ description: '`on` or `off`.' }) state!: string;
  @ApiProperty({ description: '`boolean`, `int`, `string` or `json`.' }) kind!: string;
  @ApiProperty({ type: [VariationResponse] }) variations!: VariationResponse[];
  @ApiPropertyOptional({ type: [FlagRuleResponse], nullable: true }) rules?: FlagRuleResponse[] | null;
  @ApiProperty({ type: ServeResponse }) defaultServe!: ServeResponse;
  @ApiProperty() offVariation!: string;
  @ApiPropertyOptional({ type: [PrerequisiteResponse], nullable: true }) prerequisites?: PrerequisiteResponse[] | null;
  @ApiProperty({ type: [VariationMapResponse], description: 'Never null.' }) variationToTargetMap!: VariationMapResponse[];
  @ApiPropertyOptional({ type: 'integer', format: 'int64' }) version?: number;
}
