/** `npm test`: installs if needed, then build, lint, types and every suite; ends with `N passed, N failed`. */
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, rmSync } = require('node:fs');
const { connect } = require('node:net');
const path = require('node:path');
const { check } = require('./checks');
const { install } = require('./demo/install');
const { provideClamd } = require('../tests/support/find-clamd');
const { provideNginx } = require('../tests/support/find-nginx');

const root = path.resolve(__dirname, '..');
const results = path.join(root, '.jest-results.json');
const isCI = Boolean(process.env.CI);
/** More room for what is short-lived: a fifth of the suites' time was the collector copying it. */
const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=64`.trim();

function run(command, args, env = {}) {
  console.log(`\n> ${command} ${args.join(' ')}`);
  const bin = path.join(root, 'node_modules', '.bin', command);
  const { status } = spawnSync(bin, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2000 });
    const end = (isThere) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

async function availableDatabases() {
  const found = ['sqlite'];
  for (const [name, port, url] of [
    ['postgres', 5432, process.env.TEST_POSTGRES_URL],
    ['mysql', 3306, process.env.TEST_MYSQL_URL],
  ]) {
    if (url || (await answers(port))) found.push(name);
    else console.log(`skipped: ${name} suites, 127.0.0.1:${port} does not answer`);
  }
  return found;
}

async function main() {
  const started = Date.now();
  let passed = 0;
  let failed = 0;
  const step = (isGood) => (isGood ? (passed += 1) : (failed += 1));
  try {
    await install(root);
  } catch (error) {
    console.log(`${String(error)}\n0 passed, 1 failed`);
    process.exit(1);
  }
  for (const isGood of await check(root)) step(isGood);
  const databases = await availableDatabases();
  const hasNginx = provideNginx() !== '';
  if (!hasNginx)
    console.log(
      'skipped: domains behind nginx, there is no nginx and apt-get cannot install it here',
    );
  const hasClamd = provideClamd() !== '';
  if (!hasClamd)
    console.log(
      'skipped: a virus scan by ClamAV, there is no clamd and apt-get cannot install it here',
    );
  // In CI a suite that cannot run has failed.
  if (isCI) failed += 3 - databases.length + (hasNginx ? 0 : 1) + (hasClamd ? 0 : 1);
  rmSync(results, { force: true });
  run(
    'jest',
    [
      '--silent',
      '--json',
      `--outputFile=${results}`,
      '--testLocationInResults',
      ...process.argv.slice(2),
    ],
    { TEST_DATABASES: databases.join(','), NODE_ENV: 'test', NODE_OPTIONS },
  );
  if (existsSync(results)) {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
    if (report.numPassedTests + report.numFailedTests === 0) failed += 1;
    if (report.numPendingTests > 0) console.log(`${report.numPendingTests} tests skipped`);
  } else failed += 1;
  console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

void main();
