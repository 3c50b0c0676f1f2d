import { ApiProperty } from '@nestjs/swagger';

/** The body of every refusal, except on `/stream`, where it is empty. */
export class ErrorResponse {
  @ApiProperty({ example: 'not found' })
  error!: string;
}
