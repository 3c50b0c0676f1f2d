import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsObject, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { maxIdentifierLength } from '../../../http/limits.js';

export class TargetRequest {
  @ApiProperty({ description: 'Letters, digits and `.@_-`. Empty: no target is remembered.', pattern: '^[A-Za-z0-9.@_-]*$', example: 'bob' })
  @IsString()
  @MaxLength(maxIdentifierLength)
  @Matches(/^[A-Za-z0-9.@_-]*$/, { message: 'target.identifier may hold only letters, digits and . @ _ -' })
  identifier!: string;

  @ApiPropertyOptional({ description: 'The identifier when missing or empty.', pattern: '^[\\p{L}\\d .@_-]*$', example: 'Bob' })
  @IsString()
  @MaxLength(maxIdentifierLength)
  @Matches(/^[\p{L}\d .@_-]*$/u, { message: 'target.name may hold only letters, digits, spaces and . @ _ -' })
  name!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  anonymous?: boolean;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { plan: 'pro' } })
  @IsObject()
  attributes!: Record<string, unknown>;
}

export class AuthenticationRequest {
  @ApiProperty({ description: 'The SDK key.', example: 'a-server-sdk-key' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  apiKey!: string;

  @ApiPropertyOptional({ type: TargetRequest })
  @IsOptional()
  @ValidateNested()
  target?: TargetRequest;
}

export class AuthenticationResponse {
  @ApiProperty({ description: 'A JWT to send as `Authorization: Bearer`. It does not expire; it ends with its SDK key.' })
  authToken!: string;
}
