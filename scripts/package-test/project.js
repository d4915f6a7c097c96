const assert = require('node:assert/strict');
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { check, need } = require('./report');
const { run } = require('./processes');

const plugin = require('../../package.json');

const PLUGINS = {
  js: "module.exports = () => ({ 'customer-portal': { enabled: true } });\n",
  ts: "export default () => ({ 'customer-portal': { enabled: true } });\n",
};

/** npm 11 runs the install scripts of nobody who is not named. */
const ALLOW_SCRIPTS = { 'better-sqlite3': true, esbuild: true, '@swc/core': true, sharp: true };

/**
 * Parts that Strapi's own packages ask for by a range as well: npm takes the newest of them today. A project that was made
 * when its version was the newest has that one throughout.
 */
const STRAPI_PARTS = [
  'admin',
  'data-transfer',
  'database',
  'logger',
  'permissions',
  'types',
  'typescript-utils',
  'utils',
].map((name) => `@strapi/${name}`);

/** A project as create-strapi-app makes it, with the tarball in it; gives its folder, and when and how long npm took. */
async function makeProject({ language, version, tarball, temp, logs, name }) {
  const folder = path.join(temp, name);
  const log = path.join(logs, `${name}-install.log`);
  await need(`${name}: create-strapi-app@${version}`, () =>
    run(
      'npx',
      [
        '--yes',
        `create-strapi-app@${version}`,
        folder,
        '--quickstart',
        '--no-run',
        '--skip-cloud',
        '--use-npm',
        '--no-install',
        '--no-example',
        '--no-git-init',
        `--${language}`,
      ],
      { cwd: temp, log: path.join(logs, `${name}-create.log`) },
    ),
  );
  const manifest = path.join(folder, 'package.json');
  const project = JSON.parse(readFileSync(manifest, 'utf8'));
  for (const name of Object.keys(project.dependencies))
    if (name.startsWith('@strapi/')) project.dependencies[name] = version;
  project.allowScripts = ALLOW_SCRIPTS;
  project.overrides = Object.fromEntries(STRAPI_PARTS.map((name) => [name, version]));
  writeFileSync(manifest, `${JSON.stringify(project, null, 2)}\n`);

  const before = await need(`${name}: npm install`, () =>
    run('npm', ['install'], { cwd: folder, log }),
  );
  const since = Date.now();
  let installing = 0;
  await need(`${name}: npm install <tarball>, no new warning of npm`, async () => {
    const pluginLog = path.join(logs, `${name}-install-plugin.log`);
    const output = await run('npm', ['install', tarball], { cwd: folder, log: pluginLog });
    installing = Date.now() - since;
    const known = warningsOf(before);
    assert.deepEqual(
      warningsOf(output).filter((warning) => !known.includes(warning)),
      [],
    );
  });
  await check(
    `${name}: every @strapi/* of it is ${version}, react and its like are there once`,
    () => assertVersions(folder, version),
  );
  writeFileSync(path.join(folder, 'config', `plugins.${language}`), PLUGINS[language]);
  return { folder, since, installing };
}

/** What npm says of peers that do not fit, and of packages that want another Node. */
const warningsOf = (output) => output.match(/ERESOLVE.*|EBADENGINE +package:.*/g) ?? [];

function assertVersions(folder, version) {
  const { packages } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const found = Object.entries(packages).map(([place, { version: has }]) => ({
    place,
    has,
    name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
  }));
  const strangers = found.filter(
    ({ name, has }) => name.startsWith('@strapi/') && has.startsWith('5.') && has !== version,
  );
  assert.deepEqual(strangers, []);
  const mine = Object.keys(plugin.peerDependencies).filter(
    (peer) => !plugin.peerDependenciesMeta[peer]?.optional,
  );
  const twice = mine.filter((peer) => found.filter(({ name }) => name === peer).length !== 1);
  assert.deepEqual(twice, [], 'peers that are not there exactly once');
}

module.exports = { makeProject };
