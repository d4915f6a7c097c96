const Module = require('node:module');
const path = require('node:path');

/** The texts of the demo company: TypeScript, bundled in memory. */
function loadContent() {
  const entry = path.join(__dirname, 'content', 'index.ts');
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    charset: 'utf8',
  });
  const loaded = new Module(entry);
  loaded._compile(outputFiles[0].text, entry);
  return loaded.exports;
}

module.exports = { loadContent };
