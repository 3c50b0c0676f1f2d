/** SDK keys and tokens: issues tokens, verifies them, guards the other modules' routes. Knows nothing of what is read with them. */
export { AuthModule } from './auth.module.js';
export { AuthenticateRequest } from './http/authenticate-request.js';
export { hashSdkKey } from './application/hash-sdk-key.js';
export { ConfigurationNotLoaded, InvalidAuthenticationRequest, KeyNotLookedUp, UnknownSdkKey } from './domain/errors.js';
export type { SdkIdentity } from './domain/sdk-identity.js';
