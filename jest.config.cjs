/** Server, shared and scripts: real MariaDB, real HTTP. The phone's own tests live in miniapp/jest.config.cjs. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/shared', '<rootDir>/server', '<rootDir>/scripts'],
  globalSetup: '<rootDir>/scripts/test/start-database.ts',
  globalTeardown: '<rootDir>/scripts/test/stop-database.ts',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/scripts/browser/'],
  transform: {
    '^.+\\.(t|j|mj|cj)s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // Packages that ship only ES modules.
  transformIgnorePatterns: [
    '/node_modules/(?!(zod-openapi|uuid|pinyin-pro|csv-stringify|@koa/router|@koa/bodyparser)/)',
  ],
  testTimeout: 60000,
  // They wait for the database, for processes and for time-outs more than they compute.
  maxWorkers: 3,
}
