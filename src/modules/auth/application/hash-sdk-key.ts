import { createHash } from 'node:crypto';
import type { AuthKeyHash } from '../../../kernel/configuration.js';

export function hashSdkKey(sdkKey: string): AuthKeyHash {
  return createHash('sha256').update(sdkKey).digest('hex');
}
