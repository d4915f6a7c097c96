// The TypeScript sources, transformed by jest: no build between a change and its test. A process beside jest takes the build.
module.exports = process.env.TEST_BUILT_PLUGIN
  ? (require('../../../dist/server').default ?? require('../../../dist/server'))
  : require('../../../strapi-server').default;
