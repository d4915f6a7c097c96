// The TypeScript sources, transformed by jest: no build between a change and its test. A process beside jest takes the build ('1') or a bundle.
const built = process.env.TEST_BUILT_PLUGIN;
const file = built === '1' ? '../../../dist/server' : built;
module.exports = file
  ? (require(file).default ?? require(file))
  : require('../../../strapi-server').default;
