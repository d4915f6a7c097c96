import { firstName } from '../rules/first-name';
import { jsonOf, newId, number, text, type Row } from '../store/connection';
import { findTicketOfMail, listPublicSince, mayBeMailed } from '../store/mail-contents';
import { claimDue, finish, reclaimAbandoned } from '../store/outbox';
import { renderMail, type MailTemplate } from './mail-templates';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

const EVERY = 5000;
const ABANDONED_AFTER = 60 * 1000;
/** Minutes until the next try after the nth failure; then the mail has failed for good. */
const BACK_OFF = [1, 5, 30, 120, 720];
const QUOTED = 4000;

/** A link that opens an account is not kept once it was sent: who reads the outbox must not be able to use it. */
const forgetSecrets = (row: Row, content: { subject: string; body: string; sent_at: number }) =>
  row.template === 'password-reset' ? { ...content, body: '', payload: '{}' } : content;

export interface OutboxWorker {
  start(): void;
  stop(): Promise<void>;
  /** Sends what is due now; resolves when nothing is left. */
  drain(): Promise<void>;
}

/** Sends the outbox: claims a row, renders it from what is true now, sends, marks. Never inside a transaction. */
export function createOutboxWorker(runtime: Runtime, siteMap: SiteMap): OutboxWorker {
  const worker = newId();
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;

  async function sendAllDue(): Promise<void> {
    await reclaimAbandoned(runtime.db, runtime.now() - ABANDONED_AFTER);
    for (;;) {
      const row = await claimDue(runtime.db, worker, runtime.now());
      if (!row) return;
      await sendOne(row);
    }
  }

  async function sendOne(row: Row): Promise<void> {
    const id = text(row.id);
    const now = runtime.now();
    // A copy of the database under another address must stay silent.
    if (row.origin !== runtime.origin()) {
      await finish(runtime.db, id, worker, { state: 'held', error: `Made by ${text(row.origin)}` });
      return;
    }
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
      await runtime.strapi
        .plugin('email')
        .service('email')
        .send({
          to: text(row.to_address),
          ...(runtime.config.mailFrom === '' ? {} : { from: runtime.config.mailFrom }),
          subject: mail.subject,
          text: mail.text,
          messageId: text(row.message_id),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
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

  async function render(row: Row): Promise<{ subject: string; text: string } | null> {
    const payload = jsonOf<Record<string, string | number>>(row.payload, {});
    const template = text(row.template) as MailTemplate;
    const language = text(row.language);
    const portal = siteMap.portalByKey(number(payload.portal));
    if (!portal) return null;
    const base = {
      portal: portal.name,
      company: portal.branding.company,
      name: text(payload.name),
    };
    if (template === 'password-reset') {
      const link = siteMap.url(
        portal.domain,
        `/${portal.slug}/reset-password?token=${text(payload.token)}`,
      );
      return renderMail(template, language, { ...base, link });
    }
    const ticketKey = number(payload.ticket);
    const ticket = await findTicketOfMail(runtime.db, ticketKey);
    if (!ticket) return null;
    if (
      payload.contact !== undefined &&
      !(await mayBeMailed(runtime.db, ticketKey, number(payload.contact)))
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
    return renderMail(template, language, {
      ...base,
      number: text(ticket.number),
      subject: text(ticket.subject),
      link: siteMap.url(portal.domain, `/${portal.slug}/tickets/${text(ticket.document_id)}`),
      inbox: siteMap.inboxByKey(number(ticket.inbox_id))?.name ?? '',
      author:
        payload.authorKind === 'agent'
          ? firstName(text(written.at(-1)?.author_name))
          : text(written.at(-1)?.author_name),
      message: written
        .map((message) => text(message.body))
        .join('\n\n')
        .slice(0, QUOTED),
    });
  }

  function drain(): Promise<void> {
    draining ??= sendAllDue().finally(() => {
      draining = undefined;
    });
    return draining;
  }

  return {
    drain,
    start() {
      timer = setInterval(() => {
        drain().catch((error: unknown) =>
          runtime.strapi.log.error(`customer-portal: outbox: ${String(error)}`),
        );
      }, EVERY);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await draining?.catch(() => undefined);
    },
  };
}
