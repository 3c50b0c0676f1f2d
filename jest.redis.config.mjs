import base from './jest.config.mjs';

// These tests start real Redis processes on free ports; `redis-server` must be installed.
export default {
  ...base,
  roots: ['<rootDir>/test/redis'],
  testMatch: ['**/*.redis-spec.ts'],
  testTimeout: 30_000,
  maxWorkers: 1,
};
