interface RedisAddressParts {
  readonly host: string;
  readonly port?: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
}

/** What one valid REDIS_ADDRESS tells, as `host:port` or as a URL. */
export function redisAddressParts(address: string): RedisAddressParts {
  const url = new URL(/^rediss?:\/\//i.test(address) ? address : `redis://${address}`);
  const db = url.pathname.replace('/', '');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    tls: url.protocol.toLowerCase() === 'rediss:',
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(url.username !== '' && { username: decoded(url.username) }),
    ...(url.password !== '' && { password: decoded(url.password) }),
    ...(db !== '' && { db: Number(db) }),
  };
}

/** A password with a lone percent sign is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
