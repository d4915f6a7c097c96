/** `npm run test:long`: what takes many minutes. */
module.exports = {
  ...require('./jest.config'),
  testMatch: [
    '<rootDir>/tests/long/**/*.test.ts',
    '<rootDir>/tests/server/outbox.test.ts',
    '<rootDir>/tests/server/transfers-kill.test.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 3_600_000,
  maxWorkers: 1,
};
