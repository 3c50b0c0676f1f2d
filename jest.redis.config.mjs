import base from './jest.config.mjs';

// These tests start real Redis processes on free ports, and some the built relay: `npm run build` comes first.
export default {
  ...base,
  globalSetup: '<rootDir>/test/redis/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/leave-build.cjs',
  roots: ['<rootDir>/test/redis'],
  testMatch: ['**/*.redis-spec.ts'],
  testTimeout: 30_000,
  // Most of the time is waiting.
  maxWorkers: 2,
};
