// Evaluations as they are written first: every flag interpreted for every request, the answer put through JSON.stringify.
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { loadNaive } from '../engine/naive.mjs';

const { NaiveEnvironment } = await loadNaive(resolve(import.meta.dirname, '../..'));
const environments = new Map();

const server = createServer((request, response) => {
  const target = JSON.parse(Buffer.from(request.headers['harness-target'], 'base64').toString());
  const body = JSON.stringify(environments.get(request.url).evaluateAll(target));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.send({ kind: 'listening', port: server.address().port }));
process.on('disconnect', () => process.exit());

process.on('message', ({ path, flags, segments }) => {
  environments.set(path, new NaiveEnvironment(flags, segments, true));
  process.send({ kind: 'taken' });
});
