/**
 * `npm run test:package`: packs the plugin, installs the tarball in new Strapi projects, goes from the first admin over the
 * set-up to a customer's first answer in a browser, and runs them in production and in development. Takes a quarter of an hour.
 *
 * `--min` takes the lowest Strapi that the peer range admits; `--strapi 5.53.0` any other; `--only js` or `--only ts` one
 * project; `--keep` leaves the folder behind.
 */
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
} = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { killAll } = require('./package-test/processes');
const { makeProject } = require('./package-test/project');
const { series, totals } = require('./package-test/report');
const { checkDevelop, checkFirstAnswer, checkProduction } = require('./package-test/strapi');
const { packPlugin } = require('./package-test/tarball');

const { values: options } = parseArgs({
  options: {
    min: { type: 'boolean', default: false },
    strapi: { type: 'string' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

function chooseVersion() {
  const { devDependencies, peerDependencies } = JSON.parse(
    readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'),
  );
  if (options.strapi) return options.strapi;
  const wanted = options.min ? peerDependencies : devDependencies;
  return wanted['@strapi/strapi'].replace(/^\D+/, '');
}

function chooseLanguages() {
  if (options.only) return [options.only];
  return options.min ? ['js'] : ['ts', 'js'];
}

async function main() {
  const started = Date.now();
  const version = chooseVersion();
  const temp = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'customer-portal-package-')));
  const logs = path.join(temp, 'logs');
  mkdirSync(logs);
  console.log(`Strapi ${version}, Node ${process.versions.node}, in ${temp}`);
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.once(name, () => {
      killAll();
      process.exit(1);
    });
  }
  await series(async () => {
    const tarball = await packPlugin(temp, logs);
    for (const language of chooseLanguages()) {
      const name = `${language}-${version}`;
      await series(async () => {
        const made = await makeProject({ language, version, tarball, temp, logs, name });
        const project = { ...made, logs, name };
        await series(() => checkFirstAnswer(project));
        await series(() => checkProduction(project));
        await series(() => checkDevelop(project));
      });
      const folder = path.join(temp, name);
      if (!options.keep && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    }
  });
  const { passed, failed } = totals();
  if (failed === 0 && !options.keep) rmSync(temp, { recursive: true, force: true });
  else console.log(`\nwhat the programs wrote: ${logs}`);
  console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

void main();
