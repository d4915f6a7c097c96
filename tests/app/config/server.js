module.exports = () => ({
  host: '127.0.0.1',
  port: 0,
  url: 'http://127.0.0.1:1337',
  app: { keys: ['test-key-one', 'test-key-two'] },
  logger: { startup: { enabled: false }, updates: { enabled: false } },
});
