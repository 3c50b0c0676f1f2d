import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Arguments, Command } from './command.js';

const limitMs = 2_500;

/** Asks a relay how it is, for containers without curl. */
export const health: Command = {
  usage: `health [--live] [--url <base URL>]
      Whether a relay is ready to be sent requests, or with --live whether its process works. Asks 127.0.0.1 at PORT (8000), by HTTPS
      when TLS_ENABLED, unless a URL is given. Exit code 0: it is; 1: it is not, or does not answer.`,
  takes: 0,
  options: { live: { type: 'boolean' }, url: { type: 'string' } },
  async run(given) {
    const url = new URL(given.options['live'] === true ? 'health/live' : 'health/ready', baseUrl(given));
    const found = await ask(url);
    return { code: found === 200 ? 0 : 1, lines: [`${url.href}: ${found}`], json: { url: url.href, answer: found } };
  },
};

function baseUrl({ options: { url }, env }: Arguments): string {
  if (typeof url === 'string') return url.endsWith('/') ? url : `${url}/`;
  const scheme = /^(1|t|true)$/i.test(env['TLS_ENABLED'] ?? '') ? 'https' : 'http';
  return `${scheme}://127.0.0.1:${env['PORT'] || '8000'}/`;
}

/** The status, or what went wrong. The certificate is nobody's business here: it names a host, and this is the own machine. */
function ask(url: URL): Promise<number | string> {
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, { timeout: limitMs, agent: false, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 'no status');
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${limitMs} ms`)));
    sent.once('error', (error) => resolve(error.message));
    sent.end();
  });
}
