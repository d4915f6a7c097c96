/**
 * `npm run demo`: a Strapi with the plugin and a believable company, from a fresh clone to a table of sign-ins.
 * PORT and HOST choose where; `--fresh` starts from an empty database. Ctrl-C ends it.
 */
const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { buildWhatChanged } = require('./demo/build');
const { install } = require('./demo/install');
const { isRunning, noteRunning, requirePort } = require('./demo/port');
const { endSteps, step, took } = require('./demo/steps');
const { tableOf } = require('./demo/table');

const root = path.resolve(__dirname, '..');
const playground = path.join(root, 'playground');

let strapi;
let isEnding = false;

async function main() {
  const started = Date.now();
  const host = process.env.HOST || '127.0.0.1';
  const port = Number(process.env.PORT || 1337);
  requireNode();
  const other = await isRunning();
  if (other)
    throw new Error(`The demo is running already at ${other}. End that one first (Ctrl-C).`);
  await requirePort(host, port);

  await install(root);
  await buildWhatChanged(root);
  const { empty, factsFile, isSeeded } = require('../playground/demo/state');
  if (process.argv.includes('--fresh') || !isSeeded()) empty();

  Object.assign(process.env, {
    NODE_ENV: 'production',
    DEMO: '1',
    HOST: host,
    PORT: String(port),
    STRAPI_TELEMETRY_DISABLED: 'true',
  });
  process.chdir(playground);
  const label = isSeeded() ? 'Starting Strapi' : 'Starting Strapi and filling the database';
  await step(label, start);

  const { readSignIns } = require('../playground/demo/sign-ins');
  const addresses = require('../playground/demo/addresses');
  const facts = factsOf(await readSignIns(strapi), addresses, host, port);
  writeFileSync(factsFile, `${JSON.stringify(facts, null, 2)}\n`);
  noteRunning();
  console.log(tableOf(facts, took(started)));
}

/** Strapi runs in this process: when it ends, nothing is left. */
async function start() {
  const { createStrapi } = require('@strapi/strapi');
  const signals = ['SIGINT', 'SIGTERM'];
  const ours = signals.map((signal) => process.listeners(signal));
  strapi = createStrapi({ appDir: playground, distDir: path.join(playground, 'dist') });
  // Strapi's own handlers would take the half-started server apart; `end` below waits for nothing then.
  for (const [index, signal] of signals.entries()) {
    process.removeAllListeners(signal);
    for (const listener of ours[index]) process.on(signal, listener);
  }
  await strapi.load();
  await strapi.listen();
}

function factsOf(signIns, { PORTAL_SLUG, originOf, serverUrl }, host, port) {
  const customersOf = (wanted) =>
    (signIns?.customers ?? [])
      .filter(({ brand }) => brand === wanted)
      .map(({ email, password, name, company, sees }) => ({
        email,
        password,
        name,
        company,
        sees,
      }));
  const brand = (key) => ({
    help: `${originOf(key, port)}/`,
    portal: `${originOf(key, port)}/${PORTAL_SLUG}`,
    customers: customersOf(key),
  });
  return {
    admin: { url: `${serverUrl(host, port)}/admin`, ...signIns?.admin },
    ...brand('main'),
    agents: signIns?.agents ?? [],
    second: brand('second'),
  };
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
}

/** Ends cleanly, whatever is going on; a second signal does not wait. */
async function end() {
  if (isEnding) process.exit(0);
  isEnding = true;
  await endSteps();
  setTimeout(() => process.exit(0), 8000).unref();
  if (strapi?.server?.httpServer?.listening) {
    console.log('\nEnding.');
    await strapi.destroy().catch((error) => console.error(String(error)));
  }
  process.exit(0);
}

// npm's shell may die of a signal without passing it on: then nobody is left to end this process.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === 'demo') {
  setInterval(() => process.ppid !== parent && void end(), 500).unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
main().catch((error) => {
  if (isEnding) return;
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  if (process.env.DEBUG) console.error(error);
  process.exit(1);
});
