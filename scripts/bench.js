/**
 * `npm run bench`: what a page costs the server, beside a bare Koa page of the same size.
 * Then how long ways in take with known and unknown addresses, and what a dynamic group costs over many contacts.
 * BENCH_TICKETS (1000,100000), BENCH_CONTACTS (100000), BENCH_DATABASES (sqlite,postgres; mysql on demand), BENCH_SECONDS (5)
 * and BENCH_ONLY (parts of pages' names, a whole name behind "=", or "dynamic group", with commas between them) narrow it; BENCH_PROFILE (a folder) leaves CPU profiles there.
 * Results stand in .bench-results.json too.
 */
const { spawn } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { buildPlugin } = require('./demo/build');

const root = path.resolve(__dirname, '..');

async function main() {
  await buildPlugin(root);
  // Below node_modules, so that the bundles find their packages and git does not see them.
  const cache = path.join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  esbuild.buildSync({
    entryPoints: ['main', 'server', 'group', 'bare'].map((name) =>
      path.join(root, 'tests', 'bench', `${name}.ts`),
    ),
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const run = spawn(process.execPath, [path.join(folder, 'main.js')], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  // The run ends its own children and databases first; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // A signal of the terminal has reached the run already.
      if (signal !== 'SIGINT') run.kill(signal);
    });
  run.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
