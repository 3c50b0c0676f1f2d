import type { Kind } from './kind.js';

/** The base that paths are appended to, hence no query, and no trailing slash in the value. */
export const httpUrl: Kind<string> = {
  expects: 'an http:// or https:// URL without credentials, query or fragment',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => {
    if (!/^https?:\/\/[^/]/i.test(given) || /[\s?#\\]/.test(given) || !URL.canParse(given)) return undefined;
    const url = new URL(given);
    if (url.username !== '' || url.password !== '') return undefined;
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  },
};
