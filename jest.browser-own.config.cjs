/** Pages in a real Chromium against servers that the tests start themselves, since they change their rules and clocks. */
const {
  testEnvironment,
  testMatch,
  transform,
  transformIgnorePatterns,
  testTimeout,
  forceExit,
} = require('./jest.browser.config.cjs')

module.exports = {
  roots: ['<rootDir>/scripts/browser/own'],
  ...{ testEnvironment, testMatch, transform, transformIgnorePatterns, testTimeout, forceExit },
}
