const { spawn } = require('node:child_process');

let child;
let isEnding = false;

const took = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Says what is being done, that it goes on, and how long it took. */
async function step(label, work) {
  const started = Date.now();
  console.log(`${label} …`);
  const beat = setInterval(() => console.log(`  still at it, ${took(started)}`), 30_000);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (!isEnding) console.log(`  ${took(started)}`);
  }
}

/** Runs a program in a process group of its own; what it writes is shown only when it fails. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    let output = '';
    child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      ...options,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      child = undefined;
      if (code === 0) resolve(output);
      else reject(new Error(`${output.trimEnd()}\n\n${[command, ...args].join(' ')} failed.`));
    });
  });
}

/** Ends the program that is running, with everything it started. */
async function endSteps() {
  isEnding = true;
  const running = child;
  if (!running?.pid) return;
  const closed = new Promise((resolve) => running.once('close', resolve));
  const kill = (signal) => {
    try {
      process.kill(process.platform === 'win32' ? running.pid : -running.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  kill('SIGTERM');
  const force = setTimeout(() => kill('SIGKILL'), 3000);
  await closed;
  clearTimeout(force);
}

module.exports = { endSteps, run, step, took };
