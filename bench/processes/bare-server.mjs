// The yardstick: node:http and nothing else, which sends the bytes and headers it was told for each path.
import { createServer } from 'node:http';

const answers = new Map();

const server = createServer((request, response) => {
  const answer = answers.get(request.url);
  if (request.method === 'POST') request.resume().on('end', () => send(response, answer));
  else send(response, answer);
});
server.listen(0, '127.0.0.1', () => process.send({ kind: 'listening', port: server.address().port }));
process.on('disconnect', () => process.exit());

process.on('message', ({ path, status, headers, body }) => {
  answers.set(path, { status, headers, body: Buffer.from(body) });
  process.send({ kind: 'taken' });
});

function send(response, { status, headers, body }) {
  response.writeHead(status, headers);
  response.end(body);
}
