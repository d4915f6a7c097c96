const { spawnSync } = require('node:child_process');

/** The clamd of this computer, or '' when there is none. `CLAMD_PATH` names another. */
function findClamd() {
  const files = [process.env.CLAMD_PATH, 'clamd', '/usr/sbin/clamd'].filter(Boolean);
  return files.find((file) => spawnSync(file, ['--version']).status === 0) ?? '';
}

/** The same, taken from Debian where that can be done. */
function provideClamd() {
  const found = findClamd();
  if (found !== '' || process.getuid?.() !== 0) return found;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', 'clamav-daemon');
  if (!install() && apt('update')) install();
  return findClamd();
}

module.exports = { findClamd, provideClamd };
