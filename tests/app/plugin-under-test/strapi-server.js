// The TypeScript sources, transformed by jest: no build between a change and its test.
module.exports = require('../../../strapi-server').default;
