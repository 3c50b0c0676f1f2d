import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buildGoDriver } from './build-go-driver.js';
import { describeSdk } from './describe-sdk.js';
import { goSdk } from './go-sdk.js';

let program = '';

// Without a cache of Go's, everything is fetched and compiled.
beforeAll(async () => {
  program = await buildGoDriver();
}, 300_000);

afterAll(() => rm(dirname(program), { recursive: true }));

describeSdk(goSdk(() => program));
