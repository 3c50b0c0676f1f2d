// Writes the wire contract to openapi/ from the controllers of the build, or with --check says whether what is there is up to
// date. The application is put together for it, and never started.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createApp } from '../dist/app.js';
import { loadConfig } from '../dist/config/load-config.js';
import { openApiDocument } from '../dist/http/openapi.js';
import { relayLog } from '../dist/http/relay-log.js';

const folder = new URL('../openapi/', import.meta.url);
const file = new URL('relay-proxy.json', folder);

const { config } = loadConfig({ PROXY_KEY: 'none', AUTH_SECRET: 'none, for nothing is signed here' }, []);
const app = await createApp(config, relayLog({ ...config.log, level: 'error' }));
const text = `${JSON.stringify(openApiDocument(app), undefined, 2)}\n`;
await app.close();

if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== text) {
    console.error('openapi/relay-proxy.json is not what the controllers declare: npm run build && npm run openapi');
    process.exitCode = 1;
  }
} else {
  await mkdir(folder, { recursive: true });
  await writeFile(file, text);
}
