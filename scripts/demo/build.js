const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { run, step } = require('./steps');

/** Builds the plugin and the admin panel where what they are made of, or what was made, has changed. */
async function buildWhatChanged(root) {
  const stamps = stampsOf(path.join(root, 'playground', '.cache', 'demo', 'stamps.json'));
  const at = (...parts) => path.join(root, ...parts);

  const sources = ['admin', 'server', 'strapi-admin.ts', 'strapi-server.ts', 'scripts/build.js', 'package.json', 'package-lock.json'];
  const plugin = { from: hashOf(root, sources), to: () => hashOf(root, ['dist']) };
  if (!stamps.fits('plugin', plugin) || !existsSync(at('dist', 'server', 'index.js'))) {
    await step('Building the plugin', () =>
      run(process.execPath, [at('scripts', 'build.js')], { cwd: root }),
    );
    stamps.keep('plugin', plugin);
  }

  const app = ['playground/config', 'playground/src', 'playground/package.json', 'dist/admin', 'package-lock.json'];
  const panel = { from: hashOf(root, app), to: () => hashOf(root, ['playground/build']) };
  if (!stamps.fits('panel', panel) || !existsSync(at('playground', 'build', 'index.html'))) {
    const manifest = require.resolve('@strapi/strapi/package.json', { paths: [root] });
    const bin = path.join(path.dirname(manifest), 'bin', 'strapi.js');
    await step('Building the admin panel (about a minute)', () =>
      run(process.execPath, [bin, 'build'], {
        cwd: at('playground'),
        env: { ...process.env, NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' },
      }),
    );
    stamps.keep('panel', panel);
  }
}

/** What was built from what, by hashes; they are kept beside the playground's other caches. */
function stampsOf(file) {
  let stamps = {};
  try {
    stamps = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Nothing was built yet.
  }
  return {
    fits: (name, { from, to }) => stamps[name]?.from === from && stamps[name]?.to === to(),
    keep(name, { from, to }) {
      stamps[name] = { from, to: to() };
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(stamps));
    },
  };
}

/** sha256 over the names and contents of every file below some paths of a folder. */
function hashOf(root, paths) {
  const hash = createHash('sha256');
  const add = (name) => {
    const file = path.join(root, name);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const entry of readdirSync(file).sort()) add(`${name}/${entry}`);
    } else {
      const contents = readFileSync(file);
      hash.update(`${name}\0${contents.length}\0`).update(contents);
    }
  };
  for (const name of paths) add(name);
  return hash.digest('hex');
}

module.exports = { buildWhatChanged };
