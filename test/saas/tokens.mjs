import { createHmac, randomBytes } from 'node:crypto';

/** Issues and reads HS256 tokens. Expiring all of them means a new secret, so none has to be remembered. */
export class Tokens {
  #secret = randomBytes(32);

  expireAll() {
    this.#secret = randomBytes(32);
  }

  /** @param {object} claims */
  issue(claims) {
    const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, iat: Math.floor(Date.now() / 1000) })}`;
    return `${content}.${this.#signatureOf(content)}`;
  }

  /**
   * The claims, or undefined for a token that is missing, foreign, altered or expired.
   * @param {string | undefined} authorization
   * @returns {import('./types.mjs').Claims | undefined}
   */
  read(authorization) {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    const [header, payload, signature] = token?.split('.') ?? [];
    if (payload === undefined || signature !== this.#signatureOf(`${header}.${payload}`)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  }

  /** @param {string} content */
  #signatureOf(content) {
    return createHmac('sha256', this.#secret).update(content).digest('base64url');
  }
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
