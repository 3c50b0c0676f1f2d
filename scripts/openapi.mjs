// Writes the wire contract and the types of its client to openapi/ from the controllers of the build, or with --check says
// which of them are not up to date. The application is put together for it, and never started.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { createApp } from '../dist/app.js';
import { loadConfig } from '../dist/config/load-config.js';
import { openApiDocument } from '../dist/http/openapi.js';
import { relayLog } from '../dist/http/relay-log.js';

const { config } = loadConfig({ PROXY_KEY: 'none', AUTH_SECRET: 'none, for nothing is signed here' }, []);
const app = await createApp(config, relayLog({ ...config.log, level: 'error' }));
const document = openApiDocument(app);
await app.close();

const madeFromControllers = '// Made from the controllers by `npm run openapi`.\n';
const texts = {
  'openapi.json': `${JSON.stringify(document, undefined, 2)}\n`,
  'client/schema.d.ts': `${madeFromControllers}${astToString(await openapiTypeScript(structuredClone(document)))}`,
};

for (const [name, text] of Object.entries(texts)) {
  const file = new URL(`../openapi/${name}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`openapi/${name} is not what the controllers declare: npm run openapi`);
    process.exitCode = 1;
  }
}
