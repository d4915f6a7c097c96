import { errors } from '@strapi/utils';
import type { MailHold, MailPage, MailView } from '../contracts/mails';
import { number, text, type Connection, type Row } from '../store/connection';
import { enqueue, listMails } from '../store/outbox';
import type { Installation } from './installation';
import type { MailTemplate } from './mail-templates';
import { randomToken, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AgentActor } from './types';

const PAGE = 25;

export interface Mails {
  /** Writes a mail to the outbox in the transaction of its cause. It is rendered when it is sent. */
  queue(
    db: Connection,
    mail: {
      template: MailTemplate;
      language: string;
      to: string;
      /** Keys of what the mail speaks of; read again when it is sent. */
      payload: Record<string, string | number> & { portal: number };
      /** Waiting mails with one key become one. */
      coalesceKey?: string;
      /** ms */
      delay?: number;
    },
  ): Promise<void>;
  list(actor: AgentActor, cursor?: string): Promise<MailPage>;
}

export function createMails(runtime: Runtime, siteMap: SiteMap, installation: Installation): Mails {
  const originOf = (portalKey: number) =>
    siteMap.portalByKey(portalKey)?.domain.origin ?? runtime.origin();

  return {
    async queue(db, mail) {
      const now = runtime.now();
      await enqueue(db, {
        origin: runtime.origin(),
        template: mail.template,
        language: mail.language,
        toAddress: mail.to,
        coalesceKey: mail.coalesceKey ?? '',
        payload: mail.payload,
        // A brand's mail names the brand's own domain only.
        messageId: `<${randomToken()}@${hostOf(originOf(mail.payload.portal))}>`,
        dueAt: now + (mail.delay ?? 0),
        now,
      });
    },
    async list(actor, cursor) {
      if (!actor.can.has('mail-read')) throw new errors.ForbiddenError();
      const [, createdAt, id] = /^(\d{1,15})\.([a-z0-9]{24})$/.exec(cursor ?? '') ?? [];
      const hold = await installation.hold();
      const rows = await listMails(
        runtime.db,
        id ? { createdAt: Number(createdAt), id } : null,
        PAGE + 1,
      );
      const page = rows.slice(0, PAGE);
      const last = page.at(-1);
      return {
        rows: page.map((row) => ({
          id: text(row.id),
          to: text(row.to_address),
          subject: text(row.subject),
          text: text(row.body),
          template: text(row.template),
          state: stateOf(row, hold),
          attempts: number(row.attempts),
          error: text(row.error),
          createdAt: number(row.created_at),
          sentAt: number(row.sent_at),
        })),
        nextCursor:
          rows.length > PAGE && last ? `${number(last.created_at)}.${text(last.id)}` : null,
        hold,
      };
    },
  };
}

/** What waits and is not taken is held. */
function stateOf(row: Row, hold: MailHold | null): MailView['state'] {
  const state = text(row.state) as MailView['state'];
  const isHeld = hold && (hold.confirmedOrigin !== hold.origin || row.origin !== hold.origin);
  return state === 'waiting' && isHeld ? 'held' : state;
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).hostname;
  } catch {
    return 'customer-portal.invalid';
  }
}
