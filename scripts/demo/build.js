const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const { run, step } = require('./steps');

const PLUGIN = ['admin', 'server', 'strapi-admin.ts', 'strapi-server.ts', 'scripts/build.js'];
const APP = ['config', 'src', 'tsconfig.json', 'package.json'].map((name) => `playground/${name}`);
const COMPILED = ['config', 'src', 'demo'].map((name) => `playground/dist/${name}`);
const PACKAGES = ['package.json', 'package-lock.json'];

/** Builds the plugin where what it is made of, or what was made, has changed. */
async function buildPlugin(root) {
  const plugin = stampsOf(root).of('plugin', [...PLUGIN, ...PACKAGES], ['dist']);
  if (plugin.fits()) return;
  await step('Building the plugin', () =>
    run(process.execPath, [path.join(root, 'scripts', 'build.js')], { cwd: root }),
  );
  plugin.keep();
}

/** Builds the plugin, the application and its admin panel where they have changed. */
async function buildWhatChanged(root) {
  await buildPlugin(root);
  const stamps = stampsOf(root);

  // `strapi build` compiles too; compiling alone is what a change of the demo's own files needs.
  const app = stamps.of('app', [...APP, 'playground/demo'], COMPILED);
  const panel = stamps.of('panel', [...APP, 'dist/admin', ...PACKAGES], ['playground/dist/build']);
  if (!panel.fits()) {
    await step('Building the admin panel (about a minute)', () => strapi(root, 'build'));
    panel.keep();
    app.keep();
  } else if (!app.fits()) {
    for (const folder of COMPILED)
      rmSync(path.join(root, folder), { recursive: true, force: true });
    await step('Compiling the demo', () => compile(root));
    app.keep();
  }
}

function strapi(root, command) {
  const manifest = require.resolve('@strapi/strapi/package.json', { paths: [root] });
  const bin = path.join(path.dirname(manifest), 'bin', 'strapi.js');
  return run(process.execPath, [bin, command], {
    cwd: path.join(root, 'playground'),
    env: { ...process.env, NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' },
  });
}

function compile(root) {
  const tsc = require.resolve('typescript/bin/tsc', { paths: [root] });
  return run(process.execPath, [tsc, '-p', path.join(root, 'playground')], { cwd: root });
}

/** What was made from what, by hashes kept beside the playground's other caches. */
function stampsOf(root) {
  const file = path.join(root, 'playground', '.cache', 'demo', 'stamps.json');
  let stamps = {};
  try {
    stamps = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Nothing was built yet.
  }
  return {
    of(name, inputs, outputs) {
      const from = hashOf(root, inputs);
      const isThere = () => outputs.every((output) => existsSync(path.join(root, output)));
      return {
        fits: () =>
          stamps[name]?.from === from && isThere() && stamps[name].to === hashOf(root, outputs),
        keep() {
          stamps[name] = { from, to: hashOf(root, outputs) };
          mkdirSync(path.dirname(file), { recursive: true });
          writeFileSync(file, JSON.stringify(stamps));
        },
      };
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

module.exports = { buildPlugin, buildWhatChanged };
