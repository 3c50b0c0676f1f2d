import type { Kind } from './kind.js';

/** One server, or the nodes of a Cluster or the sentinels separated by commas. All encrypted or none: one client speaks to all of them. */
export const redisAddress: Kind<readonly string[]> = {
  expects: 'host:port, redis://host:port, rediss://host:port, or a comma-separated list of these with one scheme',
  emptyIsUnset: true,
  isSwitch: false,
  parse: (given) => {
    const addresses = given.split(',').map((address) => address.trim());
    if (!addresses.every((address) => isUrl(address) || isHostAndPort(address))) return undefined;
    const encrypted = addresses.filter((address) => /^rediss:/i.test(address)).length;
    return encrypted === 0 || encrypted === addresses.length ? addresses : undefined;
  },
};

function isUrl(address: string): boolean {
  if (!/^rediss?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { hostname, port, pathname, search, hash } = new URL(address);
  return hostname !== '' && port !== '0' && search === '' && hash === '' && /^\/?$|^\/\d+$/.test(pathname);
}

function isHostAndPort(address: string): boolean {
  const [, port] = /^(?:[^\s:/@?#[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})$/.exec(address) ?? [];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65535;
}
