import type { HealthCheck, HealthName } from '../contracts/health';

/** What is to be known to judge a server. */
export interface HealthFacts {
  isProduction: boolean;
  /** The server's own address as configured; '' when it is not absolute. */
  origin: string;
  /** Of the request that asks: how it came in, and what a proxy says of it. */
  request: { isSecure: boolean; isForwarded: boolean };
  trustsProxy: boolean;
  mail: {
    transport: 'viewer' | 'email-plugin';
    provider: string;
    isHeld: boolean;
    /** Mails that failed within the last day. */
    failed: number;
    /** ms that the oldest due mail has waited. */
    waiting: number;
  };
  attachments: { folder: string; isPublic: boolean; isTemporary: boolean; error: string };
  /** Languages of domains and portals, and of Strapi. */
  languages: string[];
  locales: string[];
  hasAccounts: boolean;
  database: { name: string; journal: string; synchronous: number };
}

const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/;

const SERVER = (line: string) => `// config/server.js\n${line}`;
const PLUGIN = (line: string) =>
  `// config/plugins.js\n'customer-portal': {\n  config: {\n    ${line}\n  },\n},`;
const MAIL_PROVIDER = `// npm install @strapi/provider-email-nodemailer
// config/plugins.js
email: {
  config: {
    provider: 'nodemailer',
    providerOptions: {
      host: env('SMTP_HOST'),
      port: env.int('SMTP_PORT', 587),
      auth: { user: env('SMTP_USER'), pass: env('SMTP_PASSWORD') },
    },
    settings: { defaultFrom: 'support@example.com', defaultReplyTo: 'support@example.com' },
  },
},`;
const SQLITE = `// config/database.js
pool: {
  afterCreate(connection, done) {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    done(null, connection);
  },
},`;

const STUCK_AFTER = 10 * 60 * 1000;

/** Each thing that a portal stands on: good, or what is wrong with it and the line of configuration that mends it. */
export function judgeHealth(facts: HealthFacts): HealthCheck[] {
  return [
    publicUrl(facts),
    https(facts),
    proxy(facts),
    mail(facts),
    attachments(facts),
    locales(facts),
    accounts(facts),
    jobs(facts),
    database(facts),
  ];
}

const good = (name: HealthName, detail = '', code = 'good'): HealthCheck => ({
  name,
  state: 'good',
  code,
  detail,
  fix: '',
});

const hostOf = (origin: string): string => {
  try {
    return new URL(origin).hostname;
  } catch {
    return '';
  }
};

function publicUrl({ origin, isProduction }: HealthFacts): HealthCheck {
  const name = 'public-url';
  const fix = SERVER("url: env('PUBLIC_URL', 'https://help.example.com'),");
  const host = hostOf(origin);
  if (host === '') return { name, state: 'bad', code: 'missing', detail: origin, fix };
  if (LOCAL.test(host) && isProduction)
    return { name, state: 'bad', code: 'local', detail: origin, fix };
  return good(name, origin);
}

function https({ origin, isProduction }: HealthFacts): HealthCheck {
  const name = 'https';
  if (origin.startsWith('https:')) return good(name);
  if (LOCAL.test(hostOf(origin))) return good(name, '', 'local');
  const fix = SERVER("url: env('PUBLIC_URL', 'https://help.example.com'),");
  return { name, state: isProduction ? 'bad' : 'warning', code: 'plain', detail: origin, fix };
}

function proxy({ origin, request, trustsProxy }: HealthFacts): HealthCheck {
  const name = 'proxy';
  const fix = SERVER('proxy: { koa: true },');
  if (!trustsProxy && request.isForwarded)
    return { name, state: 'bad', code: 'untrusted', detail: '', fix };
  if (!trustsProxy && origin.startsWith('https:') && !request.isSecure)
    return { name, state: 'bad', code: 'unseen', detail: origin, fix };
  if (trustsProxy && !request.isForwarded)
    return { name, state: 'warning', code: 'direct', detail: '', fix: '' };
  return good(name, '', trustsProxy ? 'good' : 'none');
}

function mail({
  mail: { transport, provider, isHeld, failed },
  isProduction,
}: HealthFacts): HealthCheck {
  const name = 'mail';
  if (transport === 'viewer') {
    const fix = PLUGIN("mailTransport: 'email-plugin',");
    return { name, state: isProduction ? 'bad' : 'warning', code: 'viewer', detail: '', fix };
  }
  if (isHeld) return { name, state: 'bad', code: 'held', detail: '', fix: '' };
  if (failed > 0)
    return { name, state: 'warning', code: 'failing', detail: String(failed), fix: '' };
  if (provider === 'sendmail')
    return { name, state: 'warning', code: 'sendmail', detail: '', fix: MAIL_PROVIDER };
  return good(name, provider);
}

function attachments({
  attachments: { folder, isPublic, isTemporary, error },
}: HealthFacts): HealthCheck {
  const name = 'attachments';
  const fix = PLUGIN("attachmentsDir: '/var/lib/customer-portal/attachments',");
  if (isPublic) return { name, state: 'bad', code: 'public', detail: folder, fix };
  if (error !== '')
    return { name, state: 'bad', code: 'unwritable', detail: `${folder}: ${error}`, fix };
  if (isTemporary) return { name, state: 'bad', code: 'temporary', detail: folder, fix };
  return good(name, folder);
}

function locales({ languages, locales: known }: HealthFacts): HealthCheck {
  const name = 'locales';
  const missing = languages.filter((language) => !known.includes(language));
  if (missing.length === 0) return good(name, known.join(', '));
  return { name, state: 'warning', code: 'missing', detail: missing.join(', '), fix: '' };
}

function accounts({ hasAccounts }: HealthFacts): HealthCheck {
  const name = 'accounts';
  const fix = 'npm install @strapi/plugin-users-permissions';
  return hasAccounts ? good(name) : { name, state: 'bad', code: 'missing', detail: '', fix };
}

function jobs({ mail: { waiting, isHeld } }: HealthFacts): HealthCheck {
  const name = 'jobs';
  if (isHeld || waiting < STUCK_AFTER) return good(name);
  const minutes = String(Math.floor(waiting / 60_000));
  return { name, state: 'bad', code: 'stuck', detail: minutes, fix: '' };
}

function database({ database: { name: kind, journal, synchronous } }: HealthFacts): HealthCheck {
  const name = 'database';
  if (kind.startsWith('SQLite') && (journal !== 'wal' || synchronous < 2))
    return { name, state: 'warning', code: 'sqlite', detail: kind, fix: SQLITE };
  return good(name, kind);
}
