const { randomBytes } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { app } = require('./app');

const FILE = path.join(app, '.env');
const NAMES = [
  'APP_KEYS',
  'ADMIN_JWT_SECRET',
  'API_TOKEN_SALT',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'JWT_SECRET',
];

/** Makes the secrets that are missing once, into the git-ignored .env, and gives them to the configuration. */
function needSecrets() {
  const known = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const lines = new Map(
    [...known.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const missing = NAMES.filter((name) => !lines.has(name));
  for (const name of missing) {
    const secret = () => randomBytes(32).toString('base64url');
    lines.set(name, name === 'APP_KEYS' ? `${secret()},${secret()}` : secret());
  }
  if (missing.length > 0) {
    const added = missing.map((name) => `${name}=${lines.get(name)}\n`).join('');
    const before = known === '' || known.endsWith('\n') ? known : `${known}\n`;
    writeFileSync(FILE, before + added, { mode: 0o600 });
  }
  for (const name of NAMES) process.env[name] ??= lines.get(name);
}

module.exports = { needSecrets };
