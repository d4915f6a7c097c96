const { spawn } = require('node:child_process');
const { createWriteStream, mkdirSync, readFileSync } = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const isWindows = process.platform === 'win32';
const running = new Set();

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const LENT =
  /^(npm_(package|lifecycle|command|config_(local_prefix|workspaces?))|INIT_CWD$|NODE_(ENV|PATH|OPTIONS)$)/i;

/** The environment of a stranger: nothing that `npm run` or this repository's node_modules lend. */
function cleanEnv(extra = {}) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (LENT.test(name)) delete env[name];
  env.PATH = (env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(root + path.sep))
    .join(path.delimiter);
  return {
    ...env,
    STRAPI_TELEMETRY_DISABLED: 'true',
    STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    ...extra,
  };
}

/** Starts a program in a process group of its own; what it writes goes to a file. */
function start(command, args, { cwd, env, log }) {
  mkdirSync(path.dirname(log), { recursive: true });
  const output = createWriteStream(log, { flags: 'a' });
  output.write(`> ${[command, ...args].join(' ')}\n`);
  const child = spawn(command, args, {
    cwd,
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    shell: isWindows,
  });
  running.add(child);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const closed = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  }).then((outcome) => {
    child.outcome = outcome;
    running.delete(child);
    return new Promise((resolve) => output.end(() => resolve(outcome)));
  });
  return { child, closed, log };
}

const tail = (log, lines = 40) =>
  readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');

/** Runs a program to its end and gives what it wrote; rejects with its last lines. */
async function run(command, args, { timeout = 20 * 60_000, ...options }) {
  const program = start(command, args, options);
  const alarm = setTimeout(() => signal(program.child, 'SIGKILL'), timeout);
  const outcome = await program.closed;
  clearTimeout(alarm);
  if (outcome !== 0)
    throw new Error(`${[command, ...args].join(' ')} ended with ${outcome}\n${tail(options.log)}`);
  return readFileSync(options.log, 'utf8');
}

/** Sends a signal to a whole process group; false when nothing of it is left. */
function signal(child, name) {
  try {
    process.kill(isWindows ? child.pid : -child.pid, name);
    return true;
  } catch {
    return false;
  }
}

async function endsWithin(child, ms) {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(100)) {
    if (!signal(child, 0)) return true;
  }
  return false;
}

/** Ends a program and everything it started; rejects when it had to be killed. */
async function stop({ child, closed }) {
  signal(child, 'SIGTERM');
  const isGone = await endsWithin(child, 20_000);
  if (!isGone) {
    signal(child, 'SIGKILL');
    await endsWithin(child, 5_000);
  }
  await closed;
  if (!isGone) throw new Error('still there 20 s after SIGTERM');
}

function killAll() {
  for (const child of running) signal(child, 'SIGKILL');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

module.exports = { cleanEnv, freePort, killAll, root, run, sleep, start, stop, tail };
