/** `npm run test:long`: kills × 100, a hundred thousand tickets on each database, the dump of this version for upgrade tests. */
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { buildWhatChanged } = require('./demo/build');

const root = path.resolve(__dirname, '..');

buildWhatChanged(root).then(() => {
  const { status } = spawnSync(
    path.join(root, 'node_modules', '.bin', 'jest'),
    ['--config', 'jest.long.config.js', '--silent', ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        TEST_KILLS: '100',
        TEST_DATABASES: 'sqlite,postgres,mysql',
        NODE_ENV: 'test',
        ...process.env,
      },
    },
  );
  process.exit(status ?? 1);
});
