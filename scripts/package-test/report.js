let passed = 0;
let failed = 0;

class Abandoned extends Error {}

const inSeconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const seconds = (since) => inSeconds(Date.now() - since);

/** One check, one line; gives what the work gives, or undefined when it failed. */
async function check(label, work) {
  const since = Date.now();
  try {
    const value = await work();
    passed += 1;
    console.log(`ok    ${label} (${seconds(since)})`);
    return value;
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${label} (${seconds(since)})`);
    console.log(String(error?.message ?? error).replace(/^/gm, '      '));
    return undefined;
  }
}

/** A check without which what follows has no meaning. */
async function need(label, work) {
  const before = failed;
  const value = await check(label, work);
  if (failed > before) throw new Abandoned(label);
  return value;
}

/** A series of checks that ends early when a needed one failed. */
async function series(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof Abandoned) return;
    failed += 1;
    console.log(`FAIL  ${error?.stack ?? error}`);
  }
}

const totals = () => ({ passed, failed });

module.exports = { check, inSeconds, need, series, totals };
