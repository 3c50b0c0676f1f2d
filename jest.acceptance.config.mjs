import unitTests from './jest.config.mjs';

// Real SDKs against the built relay: `npm run build` comes first. One file at a time, since each drives several processes.
export default {
  ...unitTests,
  roots: ['<rootDir>/test/acceptance'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/acceptance/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/leave-build.cjs',
  testTimeout: 60_000,
  maxWorkers: 1,
};
