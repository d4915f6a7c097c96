/** A Strapi of its own process that listens; tells its port, and makes the portals it is sent. */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../app');
process.env.TEST_BUILT_PLUGIN = '1';

async function start() {
  const strapi = await createStrapi({ appDir, distDir: appDir }).load();
  strapi.server.mount();
  await new Promise((resolve) => strapi.server.httpServer.listen(0, '127.0.0.1', resolve));
  const { portals, runtime } = strapi.plugin('customer-portal').service('api');
  process.on('message', async ({ origin, slug }) => {
    const domain = await portals.createDomain({ origin, primaryLanguage: 'en' });
    const inbox = await runtime.db('cp_inboxes').first('id');
    await portals.createPortal({
      name: 'Made here',
      domainKey: domain.key,
      slug,
      inboxKey: Number(inbox.id),
    });
    process.send({ isMade: true });
  });
  process.send({ port: strapi.server.httpServer.address().port });
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
