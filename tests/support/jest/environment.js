const { TestEnvironment } = require('jest-environment-node');

/** What jest leaves in the global object for the file that it runs. */
const OF_ONE_FILE = /^(EVENT_HANDLERS|TEST_TIMEOUT|JEST_|RETRY_|WAIT_BEFORE_|LOG_ERRORS_)/;
let kept;

class KeptEnvironment extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.exit = this.global.process.exit;
    this.variables = { ...this.global.process.env };
  }

  async teardown() {
    const { process } = this.global;
    this.fakeTimersModern.useRealTimers();
    process.exit = this.exit;
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.variables);
    for (const symbol of Object.getOwnPropertySymbols(this.global))
      if (OF_ONE_FILE.test(symbol.description)) Reflect.deleteProperty(this.global, symbol);
  }
}

/**
 * One global object for all files of a worker, so that the packages which live in it can stay loaded (runtime.js).
 * What belongs to one file, its environment variables before all, is put back when the file ends.
 */
module.exports = class SharedEnvironment {
  constructor(...args) {
    kept ??= new KeptEnvironment(...args);
    return kept;
  }
};
