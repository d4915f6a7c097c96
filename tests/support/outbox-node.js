/** A Strapi of its own process that sends the outbox until it is killed; says `ready` on stdout. */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../app');
process.env.TEST_BUILT_PLUGIN = '1';
createStrapi({ appDir, distDir: appDir })
  .load()
  .then((strapi) => {
    console.log('ready');
    const { outboxWorker } = strapi.plugin('customer-portal').service('api');
    const again = () => outboxWorker.drain().then(() => setTimeout(again, 20));
    return again();
  })
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
