/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/{admin,server}/**/*.test.ts?(x)', '<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/long/'],
  testEnvironment: '<rootDir>/tests/support/jest/environment.js',
  runtime: '<rootDir>/tests/support/jest/runtime.js',
  testSequencer: '<rootDir>/tests/support/jest/sequencer.js',
  testTimeout: 120_000,
  maxWorkers: 2,
  // What a worker remembers of suites that are over stays below what Node allows on a small machine.
  workerIdleMemoryLimit: '1500MB',
  // A failed test leaves servers open; the run must end all the same.
  forceExit: true,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/'],
  // Packages that are ES modules alone: Node requires them as they are, jest does not.
  transformIgnorePatterns: [
    `/node_modules/(?!(${[
      'openid-client|oauth4webapi|jose',
      'file-type|strtok3|token-types|uint8array-extras|@tokenizer/inflate|@borewit/text-codec',
      'flydrive|@poppinss/[^/]+|@humanwhocodes/retry|case-anything',
    ].join('|')})/)`,
  ],
  // Passwords of the suites cost little.
  moduleNameMapper: {
    '^@node-rs/bcrypt$': '<rootDir>/tests/support/jest/bcrypt.js',
    '^bcryptjs$': '<rootDir>/tests/support/jest/bcryptjs.js',
  },
  transform: {
    '/node_modules/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
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
