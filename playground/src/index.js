const { followPort } = require('../demo/addresses');

module.exports = {
  async bootstrap({ strapi }) {
    await followPort(strapi);
    if (process.env.DEMO === '1') await require('../demo/seed').seedWhenEmpty(strapi);
  },
};
