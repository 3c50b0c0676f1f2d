import type { ConfigurationChange } from '../../src/kernel/changes.js';

export const patch = (version: number, identifier = 'a'): ConfigurationChange => ({ domain: 'flag', event: 'patch', environment: 'e', identifier, version });
