/** Builds the site's scripts and styles into hashed files, then both halves of the plugin. `--assets` stops after the first. */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.resolve(__dirname, '..');
const target = path.join(root, 'dist', 'site');

function buildAssets() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const manifest = {};
  for (const [source, name, extension] of [
    ['site.ts', 'site', 'js'],
    ['site.css', 'site', 'css'],
    ['passkeys.ts', 'passkeys', 'js'],
    ['compose.ts', 'compose', 'js'],
    ['compose.css', 'compose', 'css'],
  ]) {
    const entry = path.join(root, 'server', 'site', 'browser', source);
    if (!existsSync(entry)) continue;
    const { outputFiles } = esbuild.buildSync({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      write: false,
      target: ['es2020', 'safari15', 'firefox115', 'chrome110'],
    });
    const { contents } = outputFiles[0];
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10);
    const file = `${name}.${hash}.${extension}`;
    manifest[`${name}.${extension}`] = file;
    writeFileSync(path.join(target, file), contents);
  }
  writeFileSync(path.join(target, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}

if (process.argv.includes('--assets')) {
  buildAssets();
} else {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const { status } = spawnSync('npx', ['--no-install', 'strapi-plugin', 'build'], {
    cwd: root,
    stdio: 'inherit',
  });
  buildAssets();
  process.exit(status ?? 1);
}
