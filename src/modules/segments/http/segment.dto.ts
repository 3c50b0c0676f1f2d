import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** These classes describe what passes through; they are never filled. Fields that SaaS adds later pass through as well. */
class SegmentClauseResponse {
  @ApiPropertyOptional() id?: string;
  @ApiProperty() attribute!: string;
  @ApiProperty() op!: string;
  @ApiProperty({ type: [String] }) values!: string[];
  @ApiProperty() negate!: boolean;
}

class ServingRuleResponse {
  @ApiPropertyOptional() ruleId?: string;
  @ApiProperty({ type: 'integer' }) priority!: number;
  @ApiProperty({ type: [SegmentClauseResponse], nullable: true, description: 'AND-ed.' }) clauses!: SegmentClauseResponse[] | null;
}

class SegmentTargetResponse {
  @ApiProperty() identifier!: string;
  @ApiPropertyOptional() name?: string;
}

export class SegmentResponse {
  @ApiProperty() identifier!: string;
  @ApiPropertyOptional() name?: string;
  @ApiPropertyOptional() environment?: string;
  @ApiPropertyOptional({ type: [SegmentTargetResponse], nullable: true }) included?: SegmentTargetResponse[] | null;
  @ApiPropertyOptional({ type: [SegmentTargetResponse], nullable: true }) excluded?: SegmentTargetResponse[] | null;
  @ApiPropertyOptional({ type: [SegmentClauseResponse], nullable: true, description: 'OR-ed.' }) rules?: SegmentClauseResponse[] | null;
  @ApiPropertyOptional({ type: [ServingRuleResponse], nullable: true, description: 'OR-ed; in place of `rules` with `rules=v2`.' })
  servingRules?: ServingRuleResponse[] | null;
  @ApiPropertyOptional({ type: 'integer', format: 'int64' }) version?: number;
}
