module.exports = () => ({
  serveAdminPanel: false,
  auth: { secret: 'test-admin-secret' },
  apiToken: { salt: 'test-salt' },
  transfer: { token: { salt: 'test-salt' } },
  secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' },
});
