/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/{admin,server}/**/*.test.ts?(x)', '<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/long/'],
  testEnvironment: 'node',
  testTimeout: 120_000,
  maxWorkers: 2,
  // A failed test leaves servers open; the run must end all the same.
  forceExit: true,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
        },
      },
    ],
  },
};
