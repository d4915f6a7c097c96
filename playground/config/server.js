require('../demo/secrets').needSecrets();
const { serverUrl } = require('../demo/addresses');

module.exports = ({ env }) => {
  const host = env('HOST', '127.0.0.1');
  const port = env.int('PORT', 1337);
  return {
    host,
    port,
    url: serverUrl(host, port),
    app: { keys: env.array('APP_KEYS') },
    logger: { startup: { enabled: process.env.DEMO !== '1' }, updates: { enabled: false } },
  };
};
