import { isQuickToParse } from '../kernel/quick-to-parse.js';
import type { Target } from '../kernel/target.js';
import { decodeTarget } from './decode-target.js';
import { decodeUtf8 } from './decode-utf8.js';

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The target in a `Harness-Target` header: standard, padded base64 of its JSON. Undefined when it cannot be decoded, or not quickly. */
export function decodeTargetHeader(header: string): Target | undefined {
  const encoded = header.replaceAll(/[\r\n]/g, '');
  if (encoded.length % 4 !== 0 || !base64.test(encoded)) return undefined;

  try {
    const json = Buffer.from(encoded, 'base64');
    return isQuickToParse(json) ? decodeTarget(JSON.parse(decodeUtf8(json))) : undefined;
  } catch {
    return undefined;
  }
}
