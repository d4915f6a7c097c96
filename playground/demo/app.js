const { existsSync } = require('node:fs');
const path = require('node:path');

/** The folder of this application, seen from its sources as from its compiled copy in dist. */
function findApp(from = __dirname) {
  const isHere = existsSync(path.join(from, 'package.json'));
  return isHere || from === path.dirname(from) ? from : findApp(path.dirname(from));
}

const app = findApp();
/** Where this demo keeps its database, attachments and facts; the tests name a folder of their own. */
const data = process.env.DEMO_DATA || path.join(app, '.tmp');

module.exports = { app, data };
