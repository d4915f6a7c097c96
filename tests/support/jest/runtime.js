const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** Strapi's limit of sign-ins counts for the process; each file begins with none. */
const TRIES = path.join('koa2-ratelimit', 'src', 'MemoryStore.js');
/** The packages that the files of this worker have loaded so far. */
const loaded = new Map();
/** The runtime of the file that runs. */
const current = { runtime: undefined };

/**
 * Loads a package once for all files of a worker, as a server does: reading Strapi again takes two seconds.
 * Our own sources, and with them all that they remember, are loaded anew for each file.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    Object.assign(current, { runtime: this });
    const registry = this.registries.getActiveCjsRegistry();
    for (const [file, module] of loaded) registry.set(file, module);
  }

  /** What a package requires later on, it requires for the file that runs then. */
  requireModuleOrMock(from, name) {
    return current.runtime === this
      ? super.requireModuleOrMock(from, name)
      : current.runtime.requireModuleOrMock(from, name);
  }

  teardown() {
    const { global } = this._environment;
    for (const [file, module] of this.registries.getActiveCjsRegistry()) {
      if (file.includes(PACKAGES)) loaded.set(file, module);
      if (file.endsWith(TRIES)) module.exports.cleanAll();
    }
    // A Strapi that a failed test has left running is in its packages still: the next file has its own.
    if (global.strapi) loaded.clear();
    delete global.strapi;
    super.teardown();
  }
};
