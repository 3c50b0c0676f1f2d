// An application with the Node server SDK. It is asked in lines of JSON on standard input and answers in such lines;
// at the end of the input it closes the SDK, which posts its metrics. Usage: node-sdk.mjs <relay URL> <SDK key>
import { createInterface } from 'node:readline';
import { Client } from '@harnessio/ff-nodejs-server-sdk';

const [url, sdkKey] = process.argv.slice(2);
const logger = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error'].map((level) => [level, (...what) => console.error(level, ...what)]));
// Without a store of its own: the SDK's default is a file that would outlive the test.
const client = new Client(sdkKey, { baseUrl: url, eventsUrl: url, store: undefined, logger });
await client.waitForInitialization();
console.log(JSON.stringify({ ready: true }));

for await (const line of createInterface({ input: process.stdin })) {
  const { id, question } = JSON.parse(line);
  let value;
  for (let read = 0; read < question.reads; read += 1) value = await variation(question);
  console.log(JSON.stringify({ id, value }));
}
client.close();

function variation({ kind, flag, target, fallback }) {
  switch (kind) {
    case 'boolean':
      return client.boolVariation(flag, target, fallback);
    case 'string':
      return client.stringVariation(flag, target, fallback);
    case 'int':
      return client.numberVariation(flag, target, fallback);
    case 'json':
      return client.jsonVariation(flag, target, fallback);
    default:
      throw new Error(`no flag is of the kind ${kind}`);
  }
}
