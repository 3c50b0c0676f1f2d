import type { Kind } from './kind.js';

/** As Go reads proxy variables: a missing scheme means http. Credentials are allowed, so the value is a secret. */
export const proxyUrl: Kind<string> = {
  expects: 'an http:// or https:// URL, or host:port',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => {
    const url = given.includes('://') ? given : `http://${given}`;
    // A stray % would pass here and fail where the credentials are decoded.
    if (!/^https?:\/\/[^/]/i.test(url) || /\s|%(?![0-9a-f]{2})/i.test(url) || !URL.canParse(url)) return undefined;
    const { pathname, search, hash } = new URL(url);
    return pathname === '/' && search === '' && hash === '' ? url : undefined;
  },
};
