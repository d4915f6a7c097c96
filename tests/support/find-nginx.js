const { spawnSync } = require('node:child_process');

/** The nginx of this computer, or '' when there is none. `NGINX_PATH` names another. */
function findNginx() {
  const files = [process.env.NGINX_PATH, 'nginx', '/usr/sbin/nginx'].filter(Boolean);
  return files.find((file) => spawnSync(file, ['-v']).status === 0) ?? '';
}

/** The same, taken from Debian where that can be done. */
function provideNginx() {
  const found = findNginx();
  if (found !== '' || process.getuid?.() !== 0) return found;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', 'nginx-light');
  if (!install() && apt('update')) install();
  return findNginx();
}

module.exports = { findNginx, provideNginx };
