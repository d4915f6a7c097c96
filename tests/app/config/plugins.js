const path = require('node:path');

module.exports = () => ({
  'customer-portal': {
    enabled: process.env.TEST_WITHOUT_PLUGIN !== '1',
    resolve: path.resolve(__dirname, '../plugin-under-test'),
    config: JSON.parse(process.env.TEST_PLUGIN_CONFIG || '{}'),
  },
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
