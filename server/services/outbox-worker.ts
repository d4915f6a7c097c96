import { ticketWords } from '../rules/ticket-words';
import { jsonOf, newId, number, text, type Row } from '../store/connection';
import { claimDue, finish, reclaimAbandoned, removeFinished } from '../store/outbox';
import type { Installation } from './installation';
import type { InvitationMails } from './invitation-mails';
import type { Jobs } from './jobs';
import { mailHtml } from './mail-html';
import { senderFor, senderOf, type Sender } from './mail-sender';
import { renderMail, type AccountMail, type MailTemplate } from './mail-templates';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { TicketMailContents } from './ticket-mail-content';

const EVERY = 5000;
/** ms, up to twice as long. */
const SOON = 300;
const ABANDONED_AFTER = 60 * 1000;
/** Well below the claim: a slow mail server must not let a second node send the same mail. */
const SEND_WITHIN = 40 * 1000;
const PRUNE_EVERY = 60 * 60 * 1000;
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
const PRUNED_AT_ONCE = 500;
/** Minutes until the next try after the nth failure; then the mail has failed for good. */
const BACK_OFF = [1, 5, 30, 120, 720];

/** A link that opens an account is not kept once it was sent: who reads the outbox must not be able to use it. */
const forgetSecrets = (row: Row, content: Row & { subject: string }) =>
  isAccountMail(text(row.template) as MailTemplate)
    ? { ...content, subject: withoutCode(content.subject), body: '', payload: '{}' }
    : content;
const withoutCode = (subject: string) => subject.replace(/\b\d{6}\b/, '······');

/** Where the links of mails about getting in lead, behind the portal's slug; the token is put behind. */
const ACCOUNT_PAGES: Record<AccountMail, string> = {
  invitation: 'register',
  'confirm-address': 'register',
  'known-address': 'sign-in',
  'registration-approved': 'sign-in',
  'registration-declined': '',
  'magic-link': 'magic-link',
  'proof-code': 'profile',
  'password-reset': 'reset-password',
  'password-changed': 'forgotten-password',
  'address-change': 'confirm-address',
  'address-undo': 'confirm-address',
  'second-factor-changed': 'profile/second-step',
};
const isAccountMail = (template: MailTemplate): template is AccountMail =>
  Object.hasOwn(ACCOUNT_PAGES, template);

interface Mail {
  subject: string;
  text: string;
  sender: Sender;
  /** Where it goes; the row's own address when it says none. */
  to?: string;
  headers?: Record<string, string>;
}

export interface OutboxWorker {
  start(): void;
  /** Resolves after the mail that is being sent; what is left waits. */
  stop(): Promise<void>;
  /** Sends what is due soon, where the rounds run at all. */
  sendSoon(): void;
  /** Sends what is due now; resolves when nothing is left. */
  drain(): Promise<void>;
  /** Removes mails that were over a month ago. */
  prune(): Promise<void>;
}

/** Sends the outbox: claims a row, renders it from what is true now, sends, marks. Never inside a transaction. */
export function createOutboxWorker(
  runtime: Runtime,
  siteMap: SiteMap,
  installation: Installation,
  jobs: Jobs,
  invitationMails: InvitationMails,
  ticketMailContent: TicketMailContents,
  sendWithin = SEND_WITHIN,
): OutboxWorker {
  const worker = newId();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let draining: Promise<void> | undefined;

  async function sendAllDue(): Promise<void> {
    await reclaimAbandoned(runtime.db, runtime.now() - ABANDONED_AFTER);
    while (!isStopping) {
      // A copy of the database under another address, or with other content, must stay silent.
      if (!(await installation.mayMail())) return;
      const row = await claimDue(runtime.db, worker, installation.sends(), runtime.now());
      if (!row) return;
      await sendOne(row);
    }
  }

  async function sendOne(row: Row): Promise<void> {
    const now = runtime.now();
    try {
      const mail = await render(row);
      if (!mail) {
        await mark(row, {
          state: 'held',
          error: 'Its reader may no longer see what it speaks of',
        });
        return;
      }
      const content = {
        subject: mail.subject,
        body: mail.text,
        sent_at: now,
        ...(mail.to === undefined ? {} : { to_address: mail.to }),
      };
      if (runtime.config.mailTransport === 'viewer') {
        await mark(row, { ...content, state: 'shown' });
        return;
      }
      await within(sendWithin, send(row, mail));
      await mark(row, { ...forgetSecrets(row, content), state: 'sent' });
    } catch (error) {
      const attempts = number(row.attempts) + 1;
      const wait = isRefusedForGood(error) ? undefined : BACK_OFF[attempts - 1];
      await mark(row, {
        attempts,
        error: String(error instanceof Error ? error.message : error).slice(0, 500),
        state: wait === undefined ? 'failed' : 'waiting',
        next_try_at: now + (wait ?? 0) * 60_000,
      });
    }
  }

  /** Says what became of a mail; an invitation learns of it in the same transaction. */
  async function mark(row: Row, values: Row & { state: string; error?: string }): Promise<void> {
    const id = text(row.id);
    if (row.template !== 'invitation') {
      await finish(runtime.db, id, worker, values);
      return;
    }
    await runtime.transaction(async (db) => {
      if ((await finish(db, id, worker, values)) === 0) return;
      await invitationMails.follow(db, row, { state: values.state, error: values.error ?? '' });
    });
  }

  async function send(row: Row, mail: Mail): Promise<void> {
    await runtime.strapi
      .plugin('email')
      .service('email')
      .send({
        to: mail.to ?? text(row.to_address),
        ...senderOf(mail.sender, runtime),
        subject: mail.subject,
        text: mail.text,
        html: mailHtml(mail.text, text(row.language)),
        messageId: text(row.message_id),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...mail.headers,
        },
      });
  }

  async function render(row: Row): Promise<Mail | null> {
    const payload = jsonOf<Record<string, string | number>>(row.payload, {});
    const template = text(row.template) as MailTemplate;
    const language = text(row.language);
    if (template === 'test-mail') return testMail(text(payload.name), language);
    const portal = siteMap.portalByKey(number(payload.portal));
    if (!portal) return null;
    const { tickets, mails } = portal.settings;
    const base = {
      ...ticketWords(tickets, language),
      portal: portal.name,
      company: portal.company,
      name: text(payload.name),
    };
    if (template === 'invitation' && !(await invitationMails.mayLeave(payload))) return null;
    if (isAccountMail(template)) {
      const token = text(payload.token);
      const page = `/${portal.slug}/${ACCOUNT_PAGES[template]}`;
      const link = siteMap.url(portal.domain, token === '' ? page : `${page}?token=${token}`);
      const sender = await senderFor(runtime.db, portal, portal.defaultInboxKey);
      const values = { ...base, link, code: text(payload.code), change: text(payload.change) };
      return { ...renderMail(template, language, values, mails.texts), sender };
    }
    const to = text(row.to_address);
    return ticketMailContent.render({ template, language, to, payload, portal, base });
  }

  /** Of no portal: an admin asked on the health page. */
  const testMail = (name: string, language: string): Mail => ({
    ...renderMail('test-mail', language, {
      ...ticketWords({ singular: {}, plural: {} }, language),
      portal: '',
      company: '',
      name,
      link: runtime.origin(),
    }),
    sender: { name: 'Customer Portal', address: '', replyTo: '' },
  });

  function drain(): Promise<void> {
    draining ??= sendAllDue().finally(() => {
      draining = undefined;
    });
    return draining;
  }

  async function prune(): Promise<void> {
    const before = runtime.now() - KEPT_FOR;
    while (!isStopping && (await removeFinished(runtime.db, before, PRUNED_AT_ONCE)) > 0);
  }

  async function tick(): Promise<void> {
    // `strapi import` and other commands load the plugin too; only a server sends.
    if (!runtime.strapi.server.httpServer.listening) return;
    await drain();
    await jobs.atMostEvery(PRUNE_EVERY, 'prune-outbox', prune);
  }

  const round = (): void => {
    tick().catch((error: unknown) =>
      runtime.strapi.log.error(`customer-portal: outbox: ${String(error)}`),
    );
  };

  return {
    drain,
    prune,
    start() {
      isStopping = false;
      timer = setInterval(round, EVERY);
      timer.unref();
    },
    sendSoon() {
      // Not in the same moment: the answer of whoever asked must not tell whether there was anything to send (attacks 25).
      if (timer) setTimeout(round, SOON + Math.random() * SOON).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      isStopping = true;
      await draining?.catch(() => undefined);
      isStopping = false;
    },
  };
}

/** The mail server knows no such reader (RFC 5321, 5yz for the recipient): asking it again changes nothing. */
const isRefusedForGood = (error: unknown): boolean => {
  const { responseCode, command } = error as { responseCode?: unknown; command?: unknown };
  return Number(responseCode) >= 550 && Number(responseCode) < 560 && command === 'RCPT TO';
};

/** The work's end, or an error when it takes longer. Work that goes on regardless is not waited for. */
async function within(time: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The mail server did not answer within ${time / 1000} s`)),
      time,
    );
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
