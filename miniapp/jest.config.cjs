/**
 * Rules that are pure, and the built mini-program run in Node against a real server on a real MariaDB (test/weapp:
 * `npm run build:weapp` first).
 */
const swc = parser => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true, ...parser },
      transform: { react: { runtime: 'automatic' }, legacyDecorator: true, useDefineForClassFields: false },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
]

module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  roots: ['<rootDir>/src', '<rootDir>/test'],
  globalSetup: '<rootDir>/../scripts/test/start-database.ts',
  globalTeardown: '<rootDir>/../scripts/test/stop-database.ts',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.tsx$': swc({ tsx: true }), '^.+\\.(t|j|mj|cj)s$': swc({}) },
  transformIgnorePatterns: require('../jest.config.cjs').transformIgnorePatterns,
  testTimeout: 30000,
  maxWorkers: '100%',
}
