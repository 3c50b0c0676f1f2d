export const RELAY_CONFIG = Symbol('RelayConfig');
