import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { expectDocumented } from './expect-documented.js';

export interface Question {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Text and bytes go as they are; anything else as JSON. */
  readonly body?: unknown;
  /** For relays with TLS. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As sent, compressed or not. */
  readonly body: Buffer;
  readonly text: string;
  readonly json: unknown;
}

const agent = new HttpAgent({ keepAlive: true, maxSockets: 8 });

/**
 * One request, its path sent exactly as written. Every answer is held against the OpenAPI document. A stream is answered with
 * its head alone, and left.
 */
export async function ask(url: string, path: string, { method = 'GET', headers = {}, body, ca }: Question = {}): Promise<Answer> {
  const { protocol, hostname, port } = new URL(url);
  const place = { hostname, port, path, method, headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = protocol === 'https:' ? httpsRequest({ ...place, agent: false, ...(ca !== undefined && { ca }) }) : httpRequest({ ...place, agent });
    sent.once('response', resolve).once('error', reject);
    sent.end(bytesOf(body));
  });
  const answer = answerOf(response, await bodyOf(response));
  expectDocumented({ method, path, status: answer.status, headers: answer.headers, body: answer.body });
  return answer;
}

function bytesOf(body: unknown): string | Buffer | undefined {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) return body;
  return JSON.stringify(body);
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  if (response.headers['content-type'] === 'text/event-stream') {
    response.destroy();
    return Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: Buffer): Answer {
  return {
    status: statusCode,
    headers,
    body,
    get text() {
      return body.toString();
    },
    get json() {
      return JSON.parse(body.toString());
    },
  };
}
