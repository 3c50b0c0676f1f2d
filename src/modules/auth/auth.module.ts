import { createSecretKey } from 'node:crypto';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { RELAY_CONFIG } from '../../config/relay-config.token.js';
import type { RelayConfig } from '../../config/relay-config.js';
import { AuthenticateClient } from './application/authenticate-client.js';
import { VerifyToken } from './application/verify-token.js';
import { AuthController } from './http/auth.controller.js';
import { AuthenticateRequest } from './http/authenticate-request.js';

/** Clocks of nodes that share tokens may differ by this much. */
const clockToleranceSeconds = 300;

@Module({
  imports: [
    JwtModule.registerAsync({
      inject: [RELAY_CONFIG],
      useFactory: (config: RelayConfig) => ({
        // A KeyObject: with a string, jsonwebtoken derives the key anew for every token (570 µs instead of 14).
        secret: createSecretKey(Buffer.from(config.authSecret)),
        signOptions: { algorithm: 'HS256' },
        verifyOptions: { algorithms: ['HS256'], clockTolerance: clockToleranceSeconds },
      }),
    }),
  ],
  controllers: [AuthController],
  providers: [AuthenticateClient, VerifyToken, AuthenticateRequest],
  exports: [AuthenticateRequest],
})
export class AuthModule {}
