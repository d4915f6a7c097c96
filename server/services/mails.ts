import { errors } from '@strapi/utils';
import type { MailView } from '../contracts/mails';
import { number, text, type Connection } from '../store/connection';
import { enqueue, listMails } from '../store/outbox';
import type { MailTemplate } from './mail-templates';
import { randomToken, type Runtime } from './runtime';
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
      payload: Record<string, string | number>;
      /** Waiting mails with one key become one. */
      coalesceKey?: string;
      /** ms */
      delay?: number;
    },
  ): Promise<void>;
  list(
    actor: AgentActor,
    cursor?: string,
  ): Promise<{ rows: MailView[]; nextCursor: string | null }>;
}

export function createMails(runtime: Runtime): Mails {
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
        messageId: `<${randomToken()}@${hostOf(runtime.origin())}>`,
        dueAt: now + (mail.delay ?? 0),
        now,
      });
    },
    async list(actor, cursor) {
      if (!actor.can.has('mail-read')) throw new errors.ForbiddenError();
      const [createdAt, id] = (cursor ?? '').split('.');
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
          state: text(row.state) as MailView['state'],
          attempts: number(row.attempts),
          error: text(row.error),
          createdAt: number(row.created_at),
          sentAt: number(row.sent_at),
        })),
        nextCursor:
          rows.length > PAGE && last ? `${number(last.created_at)}.${text(last.id)}` : null,
      };
    },
  };
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).hostname;
  } catch {
    return 'customer-portal.invalid';
  }
}
