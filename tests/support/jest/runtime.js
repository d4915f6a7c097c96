const { statSync } = require('node:fs');
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** Strapi's limit of sign-ins counts for the process; each file begins with none. */
const TRIES = path.join('koa2-ratelimit', 'src', 'MemoryStore.js');
/** The packages that the files of this worker have loaded so far. */
const loaded = new Map();
/** What this worker has compiled: a file's transformed code, and the function that runs it. */
const compiled = new Map();
/** Which file a name means in another file. */
const resolved = new Map();
/** The runtime of the file that runs. */
const current = { runtime: undefined };

/**
 * Loads a package once for all files of a worker, as a server does: reading Strapi again takes two seconds.
 * Our own sources, and with them all that they remember, run anew for each file, but are read and compiled once.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    Object.assign(current, { runtime: this });
    const registry = this.registries.getActiveCjsRegistry();
    for (const [file, module] of loaded) registry.set(file, module);
    this._resolution.cjsCache = resolved;
    compileOnce(this.transformCache, this.executor);
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

/** All files share one global object (environment.js), so a compiled function fits each; a changed file is compiled again. */
function compileOnce(transforms, executor) {
  const transform = transforms.transform.bind(transforms);
  transforms.transform = (file, options) => {
    if (options?.isInternalModule) return transform(file, options);
    const { mtimeMs, size } = statSync(file);
    const known = compiled.get(file);
    if (known?.mtimeMs !== mtimeMs || known.size !== size) {
      transform(file, options);
      compiled.set(file, { mtimeMs, size, made: transforms.transforms.get(file) });
    } else {
      transforms.transforms.set(file, known.made);
      // Stacks name the lines of the sources.
      if (known.made.sourceMapPath) transforms.sourceMaps.set(file, known.made.sourceMapPath);
    }
    return compiled.get(file).made.code;
  };
  const compile = executor.compile.bind(executor);
  executor.compile = (code, file) => {
    const known = compiled.get(file);
    return known?.made.code === code ? (known.run ??= compile(code, file)) : compile(code, file);
  };
}
