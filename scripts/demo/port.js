const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { data } = require('../../playground/demo/app');
const { factsFile } = require('../../playground/demo/state');

/** Refuses before the long steps what would fail after them. */
function requirePort(host, port) {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT must be a number from 1 to 65535, not ${process.env.PORT}.`);
  }
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', ({ code }) => {
      const reasons = {
        EADDRINUSE: `Port ${port} of ${host} is in use. Choose another: PORT=${port + 1} npm run demo`,
        EACCES: `Port ${port} is not allowed for this user. Choose one above 1023: PORT=1337 npm run demo`,
        EADDRNOTAVAIL: `${host} is not an address of this machine. HOST=127.0.0.1 always is.`,
      };
      reject(new Error(reasons[code] ?? `Cannot listen on ${host}:${port} (${code}).`));
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}

const pidFile = path.join(data, 'demo.pid');

/** Two demos on one database would move each other's addresses: the address of one that is running, or ''. */
async function isRunning() {
  if (!existsSync(pidFile) || !existsSync(factsFile)) return '';
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    const { admin } = JSON.parse(readFileSync(factsFile, 'utf8'));
    const answer = await fetch(new URL('/_health', admin.url), {
      signal: AbortSignal.timeout(2000),
    });
    return answer.status === 204 ? admin.url : '';
  } catch {
    return '';
  }
}

function noteRunning() {
  mkdirSync(path.dirname(pidFile), { recursive: true });
  writeFileSync(pidFile, String(process.pid));
}

module.exports = { isRunning, noteRunning, requirePort };
