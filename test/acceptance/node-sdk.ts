import { join } from 'node:path';
import { ProcessSession } from './process-session.js';
import type { Sdk } from './sdk.js';

export const nodeSdk: Sdk = {
  name: 'the Node server SDK',
  metricsName: 'javascript 1.8.12',
  postsOnClose: true,
  counted: (reads) => reads,
  open: ({ url, sdkKey }) => ProcessSession.start(process.execPath, [join(__dirname, 'drivers/node-sdk.mjs'), url, sdkKey]),
};
