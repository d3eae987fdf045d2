/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/synth/', '<rootDir>/test/multitool/'],
  modulePathIgnorePatterns: ['<rootDir>/fixtures/', '<rootDir>/dist/'],
  transform: { '^.+\\.ts$': '<rootDir>/test/transform.cjs' },
}
