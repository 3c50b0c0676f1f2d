import { appendFileSync } from 'node:fs';

let file = '';

export function initialize(path) {
  file = path;
}

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(file, `${resolved.url}\n`);
  return resolved;
}
