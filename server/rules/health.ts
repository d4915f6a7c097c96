import type { HealthCheck, HealthName } from '../contracts/health';
import { isRunningOut, lastEnd, type CertificateTimes } from './certificates';

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
    /** Names of live portals where nobody reads what is answered to a mail. */
    unread: string[];
  };
  /** `folder` is where they are kept, a bucket too. */
  attachments: {
    folder: string;
    isBucket: boolean;
    isPublic: boolean;
    isTemporary: boolean;
    error: string;
  };
  /** Who looks at attachments; `error` says why he does not answer. */
  virusScan: { by: '' | 'clamav' | 'hook'; error: string; takesUnscanned: boolean };
  /** Languages of domains and portals, and of Strapi. */
  languages: string[];
  locales: string[];
  hasAccounts: boolean;
  /** Of each SAML provider that is turned on; `name` tells it and its portal. */
  certificates: { name: string; all: CertificateTimes[] }[];
  /** Epoch ms. */
  now: number;
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
    virusScan(facts),
    locales(facts),
    accounts(facts),
    certificates(facts),
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
  mail: { transport, provider, isHeld, failed, unread },
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
  if (unread.length > 0)
    return { name, state: 'warning', code: 'unread', detail: unread.join(', '), fix: '' };
  return good(name, provider);
}

function attachments({
  attachments: { folder, isBucket, isPublic, isTemporary, error },
}: HealthFacts): HealthCheck {
  const name = 'attachments';
  if (isBucket)
    return error === ''
      ? good(name, folder, 'bucket')
      : { name, state: 'bad', code: 'unreachable', detail: `${folder}: ${error}`, fix: '' };
  const fix = PLUGIN("attachmentsDir: '/var/lib/customer-portal/attachments',");
  if (isPublic) return { name, state: 'bad', code: 'public', detail: folder, fix };
  if (error !== '')
    return { name, state: 'bad', code: 'unwritable', detail: `${folder}: ${error}`, fix };
  if (isTemporary) return { name, state: 'bad', code: 'temporary', detail: folder, fix };
  return good(name, folder);
}

function virusScan({ virusScan: { by, error, takesUnscanned } }: HealthFacts): HealthCheck {
  const name = 'virus-scan';
  if (error === '') return good(name, '', by === '' ? 'none' : by);
  const code = takesUnscanned ? 'unscanned' : 'silent';
  return { name, state: takesUnscanned ? 'warning' : 'bad', code, detail: error, fix: '' };
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

/** By which people sign in at a SAML provider: when the last one of a provider ends, nobody does any more. */
function certificates({ certificates: providers, now }: HealthFacts): HealthCheck {
  const name = 'certificates';
  if (providers.length === 0) return good(name, '', 'none');
  const ending = providers.filter(({ all }) => isRunningOut(all, now));
  if (ending.length === 0) return good(name);
  const ends = ending.map(({ name: provider, all }) => ({ provider, at: lastEnd(all) }));
  const detail = ends
    .map(({ provider, at }) => `${provider} (${new Date(at).toISOString().slice(0, 10)})`)
    .join(', ');
  const isOver = ends.some(({ at }) => at < now);
  return {
    name,
    state: isOver ? 'bad' : 'warning',
    code: isOver ? 'ended' : 'ending',
    detail,
    fix: '',
  };
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
