/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/synth/', '<rootDir>/test/multitool/', '<rootDir>/test/workflows/'],
  modulePathIgnorePatterns: ['<rootDir>/fixtures/', '<rootDir>/dist/'],
  transform: { '^.+\\.ts$': require.resolve('./test/transform.cjs') },
}
