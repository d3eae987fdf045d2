/** @type {import('jest').Config} */
module.exports = { ...require('../../jest.config.cjs'), rootDir: '../..', roots: ['<rootDir>/test/multitool'], testPathIgnorePatterns: ['/node_modules/'] }
