import { RelayError } from '../../../kernel/relay-error.js';

export class InvalidAuthenticationRequest extends RelayError {
  readonly code = 'INVALID_AUTHENTICATION_REQUEST';
}

export class UnknownSdkKey extends RelayError {
  readonly code = 'UNKNOWN_SDK_KEY';
}

/** This node does not know the key, and the nodes that may know it cannot be asked. Many SDKs take a refusal as final. */
export class KeyNotLookedUp extends RelayError {
  readonly code = 'KEY_NOT_LOOKED_UP';
}

/** No configuration has been loaded yet, so the relay cannot know which keys are right. */
export class ConfigurationNotLoaded extends RelayError {
  readonly code = 'CONFIGURATION_NOT_LOADED';
}
