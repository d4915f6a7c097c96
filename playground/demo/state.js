const { existsSync, rmSync } = require('node:fs');
const path = require('node:path');
const { app } = require('./app');

const database = path.join(app, '.tmp', 'demo.db');

/** Stands beside the database while it is being filled: what a stopped start left behind is half a company. */
const unfinished = path.join(app, '.tmp', 'demo.unfinished');

const isSeeded = () => existsSync(database) && !existsSync(unfinished);

/** Removes the database, the attachments and the pictures of the articles. */
function empty() {
  const files = ['', '-wal', '-shm', '-journal'].map((end) => `${database}${end}`);
  const folders = [
    path.join(app, '.customer-portal', 'attachments'),
    path.join(app, 'public', 'uploads', 'demo'),
  ];
  for (const target of [...files, ...folders, unfinished, path.join(app, '.demo.json')]) {
    rmSync(target, { recursive: true, force: true });
  }
}

module.exports = { empty, isSeeded, unfinished };
