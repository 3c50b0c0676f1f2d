import { hostileBody, hostileHeaders, hostileMethod, hostilePath } from './hostile-parts.js';
import type { Seeded } from './seeded.js';

/** One request as bytes, well formed or not. It asks for the connection to be closed, as far as it is understood. */
export function hostileRequest(random: Seeded, { close = true } = {}): Buffer {
  if (random.chance(0.01)) return random.bytes(1 + random.below(500));
  const method = hostileMethod(random);
  const body = method === 'GET' && random.chance(0.9) ? Buffer.alloc(0) : Buffer.from(hostileBody(random));
  const version = random.chance(0.97) ? 'HTTP/1.1' : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTX/1.1', '', 'HTTP/1.1\r']);
  const { framing, payload } = framed(random, body);
  const lines = [`${method} ${hostilePath(random)} ${version}`, 'host: relay', ...hostileHeaders(random), ...framing, ...(close ? ['connection: close'] : [])];
  const newLine = random.chance(0.98) ? '\r\n' : '\n';
  return Buffer.concat([Buffer.from(lines.join(newLine) + newLine + newLine, random.chance(0.5) ? 'utf8' : 'latin1'), payload]);
}

/** The body with what tells its length: mostly rightly, else in ways that disagree with it or with each other. */
function framed(random: Seeded, body: Buffer): { framing: string[]; payload: Buffer } {
  const length = `content-length: ${body.length}`;
  const chunked = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(body.length === 0 ? '\r\n' : '\r\n0\r\n\r\n')]);
  if (random.chance(0.85)) return { framing: body.length === 0 ? [] : [length], payload: body };
  return random.pick<() => { framing: string[]; payload: Buffer }>([
    () => ({ framing: ['transfer-encoding: chunked'], payload: chunked }),
    () => ({ framing: ['transfer-encoding: chunked', length], payload: chunked }),
    () => ({ framing: ['transfer-encoding: gzip, chunked'], payload: chunked }),
    () => ({ framing: ['transfer-encoding: chunked, identity'], payload: chunked }),
    () => ({ framing: ['transfer-encoding: xchunked'], payload: chunked }),
    () => ({ framing: ['transfer-encoding:\u000bchunked'], payload: chunked }),
    () => ({ framing: ['transfer-encoding: chunked'], payload: Buffer.from('ffffffffffffffff\r\nx') }),
    () => ({ framing: ['transfer-encoding: chunked'], payload: Buffer.from(`1;${'e'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`) }),
    () => ({ framing: ['transfer-encoding: chunked'], payload: Buffer.from('0\r\ncontent-length: 9\r\n__proto__: x\r\n\r\n') }),
    () => ({ framing: ['transfer-encoding: chunked'], payload: Buffer.from('zz\r\n') }),
    () => ({ framing: [], payload: body }),
    () => ({ framing: [`content-length: ${Math.max(0, body.length - 3)}`], payload: body }),
  ])();
}
