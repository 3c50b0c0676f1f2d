import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { ReadModel } from '../../../read-model/read-model.js';
import { identityOf, type SdkIdentity } from '../domain/sdk-identity.js';

const maxVerifiedTokens = 20_000;

/**
 * Tells whose token this is. The signature is checked once per token; that its key still opens its environment is checked
 * every time, so that a removed key is refused from the next request on. Synchronous: it stands before every read.
 */
@Injectable()
export class VerifyToken {
  readonly #verified = new LRUCache<string, SdkIdentity>({ max: maxVerifiedTokens });

  constructor(
    private readonly jwt: JwtService,
    private readonly readModel: ReadModel,
  ) {}

  /** Undefined when the token is not ours, or its key or environment is no longer known. */
  execute(token: string): SdkIdentity | undefined {
    const identity = this.signed(token);
    return identity && this.readModel.environmentOfKey(identity.key) === identity.environment ? identity : undefined;
  }

  /** Whose token it was when it was issued. */
  signed(token: string): SdkIdentity | undefined {
    return this.#verified.get(token) ?? this.#verify(token);
  }

  #verify(token: string): SdkIdentity | undefined {
    try {
      const identity = identityOf(this.jwt.verify<Record<string, unknown>>(token));
      if (identity) this.#verified.set(token, identity);
      return identity;
    } catch {
      return undefined;
    }
  }
}
