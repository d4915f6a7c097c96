/** What `npm test` checks before the suites: the build and, beside it, everything that only reads the sources. */
const { spawn } = require('node:child_process');
const path = require('node:path');
const { buildWhatChanged } = require('./demo/build');

/** The build keeps one core busy. */
const LANES = 2;

/** What the last run knows of files that are still the same. eslint looks across files, so it begins anew. */
const KNOWN = 'node_modules/.cache/checks';

/** Builds, lints and checks types; resolves to one truth per check. */
async function check(root) {
  const run = (command, ...args) => runQuietly(root, command, args);
  const built = async () => {
    const isBuilt = await buildWhatChanged(root).then(
      () => true,
      (error) => {
        console.log(String(error));
        return false;
      },
    );
    return [isBuilt, await run('strapi-plugin', 'verify')];
  };
  const types = (half) => async () => {
    const known = path.resolve(root, KNOWN, `${half}.tsbuildinfo`);
    const project = ['-p', `${half}/tsconfig.json`];
    return run('tsc', '--noEmit', ...project, '--incremental', '--tsBuildInfoFile', known);
  };
  const format = () => {
    const known = [
      '--cache',
      '--cache-strategy',
      'content',
      '--cache-location',
      `${KNOWN}/prettier`,
    ];
    return run('prettier', '--check', '--log-level', 'warn', ...known, '.');
  };
  const results = await inLanes([
    built,
    () => run('eslint', '.', '--max-warnings', '0'),
    format,
    () => run(process.execPath, path.join('scripts', 'i18n.js'), '--quiet', '--strict'),
    ...['server', 'admin', 'tests'].map(types),
  ]);
  return results.flat();
}

async function inLanes(works) {
  const results = [];
  const waiting = works.entries();
  const lane = async () => {
    for (const [index, work] of waiting) results[index] = await work();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** What a program writes is shown when it ends, so that two never mix; resolves to whether it went well. */
function runQuietly(root, command, args) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(path.resolve(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    const end = (isGood) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`\n> ${[path.basename(command), ...args].join(' ')}\n${output}  ${seconds} s`);
      resolve(isGood);
    };
    child.once('error', (error) => {
      output += String(error);
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

module.exports = { check };
