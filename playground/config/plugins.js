require('../demo/secrets').needSecrets();
const path = require('node:path');
const { app, data } = require('../demo/app');

/** Mail stays in the admin's mail viewer, or goes to a mail server where SMTP_HOST names one. */
module.exports = ({ env }) => {
  const smtpHost = env('SMTP_HOST', '');
  return {
    'customer-portal': {
      enabled: true,
      resolve: path.dirname(app),
      config: {
        attachmentsDir: path.join(data, 'attachments'),
        mailTransport: smtpHost === '' ? 'viewer' : 'email-plugin',
        // Replies within ten seconds make one mail here, so that nobody waits two minutes to see it.
        mailCoalesce: env.int('MAIL_COALESCE', 10_000),
        // The brands live on this computer.
        privateHosts: ['*.localhost'],
      },
    },
    'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
    ...(smtpHost === '' ? {} : { email: { config: smtp(env, smtpHost) } }),
  };
};

const smtp = (env, host) => ({
  provider: 'nodemailer',
  providerOptions: { host, port: env.int('SMTP_PORT', 1025), secure: false },
  settings: {
    defaultFrom: env('SMTP_FROM', 'support@tallybrook.example'),
    defaultReplyTo: env('SMTP_FROM', 'support@tallybrook.example'),
  },
});
