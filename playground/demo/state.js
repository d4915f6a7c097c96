const { existsSync, rmSync } = require('node:fs');
const path = require('node:path');
const { app, data } = require('./app');

const database = path.join(data, 'demo.db');

/** Stands beside the database while it is being filled: what a stopped start left behind is half a company. */
const unfinished = path.join(data, 'demo.unfinished');

/** `.demo.json` beside the application, or in the folder that DEMO_DATA names. */
const factsFile = path.join(process.env.DEMO_DATA || app, '.demo.json');

const isSeeded = () => existsSync(database) && !existsSync(unfinished);

/** Removes the database, the attachments and the pictures of the articles. */
function empty() {
  const files = ['', '-wal', '-shm', '-journal'].map((end) => `${database}${end}`);
  const folders = [path.join(data, 'attachments'), path.join(app, 'public', 'uploads', 'demo')];
  for (const target of [...files, ...folders, unfinished, factsFile]) {
    rmSync(target, { recursive: true, force: true });
  }
}

module.exports = { empty, factsFile, isSeeded, unfinished };
