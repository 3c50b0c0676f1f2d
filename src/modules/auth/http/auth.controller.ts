import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiBody, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { ErrorResponse } from '../../../http/error-response.js';
import { AuthenticateClient } from '../application/authenticate-client.js';
import { AuthenticationRequest, AuthenticationResponse } from './authentication.dto.js';
import { readAuthenticationRequest } from './read-authentication-request.js';

@ApiTags('auth')
@Controller()
export class AuthController {
  constructor(private readonly authenticateClient: AuthenticateClient) {}

  @Post('client/auth')
  @HttpCode(200)
  @ApiOperation({ operationId: 'authenticate', summary: 'Exchange an SDK key for a token' })
  @ApiBody({ type: AuthenticationRequest })
  @ApiOkResponse({ type: AuthenticationResponse, description: 'The token.' })
  @ApiBadRequestResponse({ type: ErrorResponse, description: 'No key, a malformed body, or a target that cannot be routed.' })
  @ApiUnauthorizedResponse({ type: ErrorResponse, description: 'The SDK key is not known.' })
  @ApiServiceUnavailableResponse({ type: ErrorResponse, description: 'No configuration has been loaded yet, or the key is new here and cannot be looked up now.', headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } } })
  async authenticate(@Body() body: unknown): Promise<AuthenticationResponse> {
    const { sdkKey, target } = readAuthenticationRequest(body);
    return { authToken: await this.authenticateClient.execute(sdkKey, target) };
  }
}
