/** A Strapi of its own process that goes on with imports until it is killed; says `ready` on stdout. */
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../app');
createStrapi({ appDir, distDir: appDir })
  .load()
  .then(() => console.log('ready'))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
