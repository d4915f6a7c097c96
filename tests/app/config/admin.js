module.exports = () => ({
  // tests/support/panel.ts puts the built panel there.
  serveAdminPanel: process.env.TEST_PANEL === '1',
  flags: { nps: false, promoteEE: false },
  auth: { secret: 'test-admin-secret' },
  apiToken: { salt: 'test-salt' },
  transfer: { token: { salt: 'test-salt' } },
  secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' },
});
