const { existsSync } = require('node:fs');
const path = require('node:path');

/** The folder of this application, seen from its sources as from its compiled copy in dist. */
function findApp(from = __dirname) {
  const isHere = existsSync(path.join(from, 'package.json'));
  return isHere || from === path.dirname(from) ? from : findApp(path.dirname(from));
}

module.exports = { app: findApp() };
