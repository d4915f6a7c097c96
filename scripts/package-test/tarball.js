const assert = require('node:assert/strict');
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { check, need } = require('./report');
const { root, run } = require('./processes');

const PACKED = /^(dist\/.+|bin\/customer-portal\.js|package\.json|README(\.md)?|LICENSE)$/;
const SOURCE =
  /(\.tsx?|\.test\.[^/]+|tsconfig[^/]*\.json)$|(^|\/)(tests?|__tests__|node_modules)\//;
const isSource = (name) => SOURCE.test(name) && !name.endsWith('.d.ts');

/** The package as a registry would hand it out; gives its path. */
async function packPlugin(temp, logs) {
  await need('package: npm run build', () =>
    run('npm', ['run', 'build'], { cwd: root, log: path.join(logs, 'build.log') }),
  );
  const folder = path.join(temp, 'package');
  const tarball = await need('package: npm pack', async () => {
    await run('npm', ['pack', '--pack-destination', temp], {
      cwd: root,
      log: path.join(logs, 'pack.log'),
    });
    const [name, ...others] = readdirSync(temp).filter((entry) => entry.endsWith('.tgz'));
    assert.ok(name && others.length === 0, 'npm pack must make one tarball');
    await run('tar', ['-xzf', name], { cwd: temp, log: path.join(logs, 'unpack.log') });
    return path.join(temp, name);
  });
  const files = listFiles(folder);
  const packed = require(path.join(folder, 'package.json'));
  await check(
    `package: its ${files.length} files are bin, dist, package.json, README and LICENSE`,
    () =>
      assert.deepEqual(
        files.filter((name) => !PACKED.test(name)),
        [],
      ),
  );
  await check('package: no source and no test is among them', () =>
    assert.deepEqual(files.filter(isSource), []),
  );
  await check('package: everything that exports name is there', () =>
    assert.deepEqual(
      exportedFiles(packed.exports).filter((name) => !files.includes(name)),
      [],
    ),
  );
  await check('package: the site’s manifest and all it names are there', () => {
    assert.ok(files.includes('dist/site/manifest.json'), 'dist/site/manifest.json is missing');
    const names = Object.values(require(path.join(folder, 'dist/site/manifest.json')));
    assert.ok(names.length > 0, 'dist/site/manifest.json names nothing');
    for (const name of names) assert.ok(files.includes(`dist/site/${name}`), `${name} is missing`);
  });
  return tarball;
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

/** `source` is for who develops the plugin; it points out of the package on purpose. */
function exportedFiles(exported) {
  return Object.values(exported)
    .flatMap((target) =>
      typeof target === 'string'
        ? [target]
        : Object.entries(target).flatMap(([condition, file]) =>
            condition === 'source' ? [] : [file],
          ),
    )
    .map((file) => file.replace(/^\.\//, ''));
}

module.exports = { listFiles, packPlugin };
