/** An SDK key as SaaS reports it: lower-case hex SHA-256. */
export function hashKey(key: string): string;
