const real = require('../../../node_modules/bcryptjs');

/** Strapi's own bcrypt as ./bcrypt.js has the plugin's: passwords of admins, and of accounts that Strapi makes. */
const CHEAP = 4;

module.exports = {
  ...real,
  hash: (password, _cost, ...rest) => real.hash(password, CHEAP, ...rest),
  hashSync: (password) => real.hashSync(password, CHEAP),
};
