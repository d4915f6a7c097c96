const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts servers beside it, or from a database of an old version: that takes long, however short the file is. */
const STARTS_MORE = /node:child_process|support\/(demo|dumps)'/;
const BOOTS = /\bboot(Strapi|WithPanel)\(|\bstartDemo\(/;
/** A page that Chromium draws, and axe looks at, takes as long as ten that a request fetches. */
const BROWSES = /\blaunchBrowser\(/;
const IN_TURNS = /\.each\(databases\)/i;
const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',').length;

/** How long a suite takes: seconds, very roughly, by what is in it. */
function weightOf({ path }) {
  const source = readFileSync(path, 'utf8');
  if (!BOOTS.test(source)) return source.length / 100_000;
  const turns = IN_TURNS.test(source) ? DATABASES : 1;
  const work = source.length / (BROWSES.test(source) ? 300 : 3000);
  return turns * (3 + (STARTS_MORE.test(source) ? 15 : 0) + work);
}

/** The longest suites first, so that both workers end together, in a checkout too that has run none of them yet. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const weights = new Map(tests.map((test) => [test, weightOf(test)]));
    return [...tests].sort((one, other) => weights.get(other) - weights.get(one));
  }
};
