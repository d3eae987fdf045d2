// The synthesis tests: `npm --prefix test/synth ci`, then `npx jest -c test/synth/jest.config.cjs`.
const house = require('../../jest.config.cjs')

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  testMatch: ['<rootDir>/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/node_modules/'],
  transform: house.transform,
  testTimeout: 120_000,
}
