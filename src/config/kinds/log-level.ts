import type { RelayConfig } from '../relay-config.js';
import type { Kind } from './kind.js';

const levels: readonly RelayConfig['log']['level'][] = ['debug', 'info', 'warn', 'error'];

export const logLevel: Kind<RelayConfig['log']['level']> = {
  expects: 'DEBUG, INFO, WARN or ERROR, in any case',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => levels.find((level) => level === given.toLowerCase()),
};
