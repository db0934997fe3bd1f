/** Pages in a real Chromium (CHROME_PATH) against one whole `npm start`, whose addresses the tests get by environment. */
const { transform, transformIgnorePatterns } = require('./jest.config.cjs')

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/scripts/browser'],
  testMatch: ['**/*.test.ts'],
  // They bring a server of their own: jest.browser-own.config.cjs.
  testPathIgnorePatterns: ['<rootDir>/scripts/browser/own/'],
  globalSetup: '<rootDir>/scripts/test/start-stack.ts',
  globalTeardown: '<rootDir>/scripts/test/stop-stack.ts',
  transform,
  transformIgnorePatterns,
  testTimeout: 120000,
  // A test that failed before it could close its browser would keep the run waiting for that browser for ever.
  forceExit: true,
}
