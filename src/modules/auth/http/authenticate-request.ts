import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { VerifyToken } from '../application/verify-token.js';
import type { SdkIdentity } from '../domain/sdk-identity.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route with `access: 'sdk'`; null only under BYPASS_AUTH. */
    sdk: SdkIdentity | null;
  }
}

/**
 * The guard of every route that an SDK needs a token for. It runs as a Fastify hook before the body is read (a Nest guard
 * runs after), so that nobody makes the relay parse megabytes without a token.
 */
@Injectable()
export class AuthenticateRequest {
  constructor(
    private readonly verifyToken: VerifyToken,
    private readonly state: RelayState,
    private readonly metrics: RelayMetrics,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  /** Answers 401 itself (503 while nobody can know which keys are right), or sets `request.sdk` and returns true. */
  execute(request: FastifyRequest, reply: FastifyReply): boolean {
    if (this.config.bypassAuth) return true;
    const token = bearerToken(request.headers.authorization);
    if (token === undefined) return this.#refuse(reply, 'missing_token', 'missing or malformed bearer token');
    if (!this.state.knowsKeys) {
      return this.#refuse(reply.header('retry-after', '1'), 'not_loaded', 'the configuration is not loaded yet', 503);
    }
    const identity = this.verifyToken.execute(token);
    if (identity === undefined) return this.#refuse(reply, 'invalid_token', 'invalid or revoked token');
    const environment = requestedEnvironment(request);
    if (environment !== undefined && environment !== identity.environment) {
      return this.#refuse(reply, 'environment_mismatch', 'the token belongs to another environment');
    }
    request.sdk = identity;
    return true;
  }

  /** The environment of which the latest has to be known before `execute`; undefined for a request that will be refused anyway. */
  environmentOf(request: FastifyRequest): string | undefined {
    if (this.config.bypassAuth) return requestedEnvironment(request);
    const token = this.state.knowsKeys ? bearerToken(request.headers.authorization) : undefined;
    return token === undefined ? undefined : this.verifyToken.signed(token)?.environment;
  }

  /** Who an `Authorization` header speaks for; undefined for nobody, whatever the reason. */
  identityOf(authorization: string | undefined): SdkIdentity | undefined {
    const token = bearerToken(authorization);
    return token === undefined ? undefined : this.verifyToken.execute(token);
  }

  #refuse(reply: FastifyReply, reason: string, error: string, status = 401): false {
    this.metrics.rejectedRequests.inc({ reason });
    const empty = reply.request.routeOptions.config.refusal === 'empty';
    void reply.code(status).send(empty ? undefined : { error });
    return false;
  }
}

/** `Bearer` in any case. Undefined when there is no such token. */
function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return header.slice(7).trim() || undefined;
}

function requestedEnvironment(request: FastifyRequest): string | undefined {
  const { params } = request;
  if (typeof params !== 'object' || params === null || !('environment_uuid' in params)) return undefined;
  return typeof params.environment_uuid === 'string' ? params.environment_uuid : undefined;
}
