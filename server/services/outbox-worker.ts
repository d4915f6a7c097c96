import { agentName } from '../rules/agent-name';
import { ticketWords } from '../rules/ticket-words';
import { jsonOf, newId, number, text, type Row } from '../store/connection';
import { findTicketOfMail, listPublicSince, mayBeMailed } from '../store/mail-contents';
import { findInboxAddress, findInboxSignature } from '../store/inboxes';
import { claimDue, finish, reclaimAbandoned, removeFinished } from '../store/outbox';
import type { Installation } from './installation';
import type { Jobs } from './jobs';
import { senderOf, type Sender } from './mail-sender';
import { renderMail, type MailTemplate } from './mail-templates';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { PortalRecord } from './types';

const EVERY = 5000;
const ABANDONED_AFTER = 60 * 1000;
/** Well below the claim: a slow mail server must not let a second node send the same mail. */
const SEND_WITHIN = 40 * 1000;
const PRUNE_EVERY = 60 * 60 * 1000;
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
const PRUNED_AT_ONCE = 500;
/** Minutes until the next try after the nth failure; then the mail has failed for good. */
const BACK_OFF = [1, 5, 30, 120, 720];
const QUOTED = 4000;

/** A link that opens an account is not kept once it was sent: who reads the outbox must not be able to use it. */
const forgetSecrets = (row: Row, content: { subject: string; body: string; sent_at: number }) =>
  row.template === 'password-reset' ? { ...content, body: '', payload: '{}' } : content;

interface Mail {
  subject: string;
  text: string;
  sender: Sender;
}

export interface OutboxWorker {
  start(): void;
  /** Resolves after the mail that is being sent; what is left waits. */
  stop(): Promise<void>;
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
    const id = text(row.id);
    const now = runtime.now();
    try {
      const mail = await render(row);
      if (!mail) {
        await finish(runtime.db, id, worker, {
          state: 'held',
          error: 'Its reader may no longer see what it speaks of',
        });
        return;
      }
      const content = { subject: mail.subject, body: mail.text, sent_at: now };
      if (runtime.config.mailTransport === 'viewer') {
        await finish(runtime.db, id, worker, { ...content, state: 'shown' });
        return;
      }
      await within(sendWithin, send(row, mail));
      await finish(runtime.db, id, worker, { ...forgetSecrets(row, content), state: 'sent' });
    } catch (error) {
      const attempts = number(row.attempts) + 1;
      const wait = BACK_OFF[attempts - 1];
      await finish(runtime.db, id, worker, {
        attempts,
        error: String(error instanceof Error ? error.message : error).slice(0, 500),
        state: wait === undefined ? 'failed' : 'waiting',
        next_try_at: now + (wait ?? 0) * 60_000,
      });
    }
  }

  async function send(row: Row, mail: Mail): Promise<void> {
    const sender = senderOf(mail.sender, runtime);
    await runtime.strapi
      .plugin('email')
      .service('email')
      .send({
        to: text(row.to_address),
        // Both, since the email plugin's own defaults may be those of another brand.
        ...(sender === '' ? {} : { from: sender, replyTo: sender }),
        subject: mail.subject,
        text: mail.text,
        messageId: text(row.message_id),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
  }

  async function render(row: Row): Promise<Mail | null> {
    const payload = jsonOf<Record<string, string | number>>(row.payload, {});
    const template = text(row.template) as MailTemplate;
    const language = text(row.language);
    if (template === 'test-mail') return testMail(text(payload.name), language);
    const portal = siteMap.portalByKey(number(payload.portal));
    if (!portal) return null;
    const { tickets } = portal.settings;
    const base = {
      ...ticketWords(tickets, language),
      portal: portal.name,
      company: portal.company,
      name: text(payload.name),
    };
    if (template === 'password-reset') {
      const link = siteMap.url(
        portal.domain,
        `/${portal.slug}/reset-password?token=${text(payload.token)}`,
      );
      const sender = await senderFor(portal, portal.defaultInboxKey);
      return { ...renderMail(template, language, { ...base, link }), sender };
    }
    const ticketKey = number(payload.ticket);
    const ticket = await findTicketOfMail(runtime.db, ticketKey);
    if (!ticket) return null;
    if (
      payload.contact !== undefined &&
      !(await mayBeMailed(
        runtime.db,
        ticketKey,
        number(payload.contact),
        tickets.keepsOwnAfterLeaving,
      ))
    )
      return null;
    const written = await listPublicSince(
      runtime.db,
      ticketKey,
      text(payload.authorKind),
      number(payload.since),
    );
    if ((template === 'ticket-replied' || template === 'agent-reply') && written.length === 0)
      return null;
    const author = text(written.at(-1)?.author_name);
    const inbox = siteMap.inboxByKey(number(ticket.inbox_id))?.name ?? '';
    const content = renderMail(template, language, {
      ...base,
      number: text(ticket.number),
      subject: text(ticket.subject),
      link: siteMap.url(portal.domain, `/${portal.slug}/tickets/${text(ticket.document_id)}`),
      inbox,
      author:
        payload.authorKind === 'agent'
          ? agentName(tickets.ownerName, author, { company: portal.company, inbox })
          : author,
      onReply: tickets.reopenDays > 0 ? 'reopens' : tickets.followUps ? 'follows' : 'nothing',
      days: tickets.reopenDays,
      message: signed(
        written
          .map((message) => text(message.body))
          .join('\n\n')
          .slice(0, QUOTED),
        template === 'ticket-replied' && payload.authorKind === 'agent'
          ? await findInboxSignature(runtime.db, number(ticket.inbox_id))
          : '',
      ),
    });
    return { ...content, sender: await senderFor(portal, number(ticket.inbox_id)) };
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
    sender: { name: 'Customer Portal', address: '' },
  });

  /** A brand's mail comes from the brand: its company's name, its inbox's address. */
  async function senderFor(portal: PortalRecord, inboxKey: number): Promise<Sender> {
    return {
      name: portal.company,
      address: await findInboxAddress(runtime.db, inboxKey),
    };
  }

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

  return {
    drain,
    prune,
    start() {
      isStopping = false;
      timer = setInterval(() => {
        tick().catch((error: unknown) =>
          runtime.strapi.log.error(`customer-portal: outbox: ${String(error)}`),
        );
      }, EVERY);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      isStopping = true;
      await draining?.catch(() => undefined);
      isStopping = false;
    },
  };
}

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

const signed = (message: string, signature: string): string =>
  signature === '' ? message : `${message}\n\n${signature}`;
