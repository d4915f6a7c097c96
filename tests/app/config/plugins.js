const path = require('node:path');

/** The plugin, or in its place what TEST_PLUGIN says: 'disabled', 'removed' or 'broken'. */
function pluginUnderTest() {
  if (process.env.TEST_PLUGIN === 'removed') return {};
  const folder = process.env.TEST_PLUGIN === 'broken' ? 'broken-plugin' : 'plugin-under-test';
  return {
    'customer-portal': {
      enabled: process.env.TEST_PLUGIN !== 'disabled',
      resolve: path.resolve(__dirname, '..', folder),
      config: JSON.parse(process.env.TEST_PLUGIN_CONFIG || '{}'),
    },
  };
}

module.exports = () => ({
  ...pluginUnderTest(),
  'users-permissions': { config: { jwtSecret: 'test-jwt-secret' } },
  graphql: { enabled: process.env.TEST_GRAPHQL === '1' },
  ...(process.env.TEST_SMTP_PORT
    ? {
        email: {
          config: {
            provider: 'nodemailer',
            providerOptions: {
              host: '127.0.0.1',
              port: Number(process.env.TEST_SMTP_PORT),
              secure: false,
              ignoreTLS: true,
            },
            settings: {
              defaultFrom: 'support@tallybrook.example',
              defaultReplyTo: 'support@tallybrook.example',
            },
          },
        },
      }
    : {}),
});
