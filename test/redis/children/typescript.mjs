import { register } from 'node:module';

// `node --import` this file to run a test's child process from its TypeScript source.
register('./typescript-hooks.mjs', import.meta.url);
