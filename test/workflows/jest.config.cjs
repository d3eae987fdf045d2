/** @type {import('jest').Config} */
module.exports = { ...require('../../jest.config.cjs'), rootDir: '../..', roots: ['<rootDir>/test/workflows'], testPathIgnorePatterns: ['/node_modules/'] }
