module.exports = () => ({
  host: '127.0.0.1',
  port: 0,
  url: process.env.TEST_URL || 'http://127.0.0.1:1337',
  proxy: { koa: process.env.TEST_PROXY === '1' },
  app: { keys: ['test-key-one', 'test-key-two'] },
  logger: { startup: { enabled: false }, updates: { enabled: false } },
});
