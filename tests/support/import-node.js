/** A Strapi of its own process that goes on with imports until it is killed; with a parent it listens too, and looks for imports when it is told to. */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../app');

async function start() {
  const strapi = await createStrapi({ appDir, distDir: appDir }).load();
  if (!process.send) return;
  strapi.server.mount();
  await new Promise((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
  const { importRunner } = strapi.plugin('customer-portal').service('api');
  process.on('message', () => importRunner.wake());
  process.on('disconnect', () => process.exit());
  process.send({ port: strapi.server.httpServer.address().port });
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
