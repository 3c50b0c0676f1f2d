import base from './jest.config.mjs';

// The built relay as processes, scraped by a real Prometheus: `npm run build` comes first.
export default {
  ...base,
  globalSetup: '<rootDir>/test/monitoring/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/leave-build.cjs',
  roots: ['<rootDir>/test/monitoring'],
  testMatch: ['**/*.monitoring-spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
};
