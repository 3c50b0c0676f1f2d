import type { Encoding } from '../read-model/encoded-body.js';

const maxRemembered = 200;
const remembered = new Map<string, Encoding>();

/** The best encoding that an `Accept-Encoding` header allows. Clients send few distinct headers: answers are remembered, bounded. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  const known = remembered.get(acceptEncoding);
  if (known) return known;
  const chosen = parse(acceptEncoding);
  if (remembered.size < maxRemembered && acceptEncoding.length < 200) remembered.set(acceptEncoding, chosen);
  return chosen;
}

function parse(header: string): Encoding {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const weight = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  if (weight('br') > 0 && weight('br') >= weight('gzip')) return 'br';
  return weight('gzip') > 0 ? 'gzip' : 'identity';
}
