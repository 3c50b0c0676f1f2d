import base from './jest.config.mjs';

// These tests start real Redis processes on free ports.
export default {
  ...base,
  globalSetup: '<rootDir>/test/redis/global-setup.cjs',
  roots: ['<rootDir>/test/redis'],
  testMatch: ['**/*.redis-spec.ts'],
  testTimeout: 30_000,
  maxWorkers: 1,
};
