const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { run, step } = require('./steps');

/** `npm ci` when node_modules is missing, was left half made, or belongs to another lock file. */
async function install(root) {
  if (isInstalled(root)) return;
  sayWhatCompilingNeeds();
  const npm = process.env.npm_execpath;
  const options = { cwd: root, env: { ...process.env, ...compilingEnv() } };
  await step('Installing packages with npm ci (3 to 4 minutes)', () =>
    npm
      ? run(process.execPath, [npm, 'ci'], options)
      : run('npm', ['ci'], { ...options, shell: process.platform === 'win32' }),
  );
}

/** Compiling against the headers that came with this Node needs no download of them. */
function compilingEnv() {
  const prefix = path.resolve(process.execPath, '..', '..');
  const version = headersOf(prefix);
  return version === process.versions.node && !process.env.npm_config_nodedir
    ? { npm_config_nodedir: prefix }
    : {};
}

function headersOf(prefix) {
  try {
    const header = path.join(prefix, 'include', 'node', 'node_version.h');
    const text = readFileSync(header, 'utf8');
    const part = (name) => text.match(new RegExp(`define NODE_${name}_VERSION (\\d+)`))?.[1];
    return ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
  } catch {
    return '';
  }
}

/** npm writes its own copy of the lock file at the very end of an installation. */
function isInstalled(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const there = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (there === null) return false;
  return Object.entries(wanted ?? {})
    .filter(([place]) => place.includes('node_modules/'))
    .every(([place, { version, optional, peer, link }]) => {
      const found = there[place];
      if (!found) return Boolean(optional || peer || link);
      return found.version === version;
    });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

function sayWhatCompilingNeeds() {
  if (process.platform === 'win32') return;
  const isThere = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
  const missing = ['python3', 'make'].filter((name) => !isThere(name));
  if (!['g++', 'clang++', 'c++'].some(isThere)) missing.push('g++');
  if (missing.length === 0) return;
  console.log(
    `Note: better-sqlite3 comes ready made for most systems. Where it does not, npm compiles it with python3, make\n` +
      `and g++, and here ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing. Should the installation fail at better-sqlite3,\n` +
      `install them (Debian and Ubuntu: apt-get install python3 make g++) and run this again.`,
  );
}

module.exports = { install };
