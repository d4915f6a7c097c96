import type {
  MailHold,
  MailListQuery,
  MailPage,
  MailPreview,
  MailPreviewInput,
  MailView,
  SendAgainInput,
  SendAgainResult,
} from '../contracts/mails';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { enqueue, listFailed, listMails, retryFailed } from '../store/outbox';
import { openAmong } from '../store/tokens';
import type { Activity } from './activity';
import type { Installation } from './installation';
import { exampleValues, namedValues } from './mail-examples';
import { renderMail, type MailTemplate } from './mail-templates';
import { need } from './refusals';
import { randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, AgentActor } from './types';

const PAGE = 25;
const AGAIN_AT_ONCE = 100;

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
  /** Somebody waits for what was just written: it leaves now, and not with the next round. */
  hurry(): void;
  /** What sends the outbox says how; a server that sends nothing leaves it out. */
  onHurry(send: () => void): void;
  list(actor: AgentActor, query?: MailListQuery): Promise<MailPage>;
  /** Failed mails are tried again; those whose link is over stay as they are. */
  sendAgain(actor: AgentActor, input: SendAgainInput): Promise<SendAgainResult>;
  /** What a text would say at a portal, with examples in it; null without such a portal. */
  preview(actor: AdminActor, portalId: string, input: MailPreviewInput): MailPreview | null;
}

export function createMails(
  runtime: Runtime,
  siteMap: SiteMap,
  installation: Installation,
  activity: Activity,
): Mails {
  let send = (): void => undefined;
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
    hurry: () => send(),
    onHurry(sendNow) {
      send = sendNow;
    },

    async list(actor, { cursor, state } = { state: '' }) {
      need(actor, 'mail-read');
      const [, createdAt, id] = /^(\d{1,15})\.([a-z0-9]{24})$/.exec(cursor ?? '') ?? [];
      const hold = await installation.hold();
      const rows = await listMails(
        runtime.db,
        id ? { createdAt: Number(createdAt), id } : null,
        PAGE + 1,
        state === 'held' ? 'waiting' : state,
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

    async sendAgain(actor, { mails }) {
      need(actor, 'mail-send-again');
      const result = { sent: 0, over: 0 };
      let after = '';
      for (;;) {
        const rows = await listFailed(runtime.db, mails, after, AGAIN_AT_ONCE);
        if (rows.length === 0) return result;
        after = text(rows.at(-1)?.id);
        const links = rows.map((row) => linkOf(row));
        const open = await openAmong(
          runtime.db,
          links.filter((link) => link !== ''),
          runtime.now(),
        );
        const good = rows.filter((_, index) => {
          const link = links[index] ?? '';
          return link === '' || open.has(link);
        });
        const sent = await runtime.transaction(async (db) => {
          const ids = good.map((row) => text(row.id));
          const count = await retryFailed(db, ids, runtime.now());
          if (count > 0)
            await activity.record(db, {
              actor: { kind: 'agent', id: actor.agentId, name: actor.name },
              action: 'mail.sent-again',
              subject: { kind: 'installation', id: '' },
              portalKey: 0,
              changes: { mails: { before: '', after: String(count) } },
            });
          return count;
        });
        result.sent += sent;
        result.over += rows.length - good.length;
      }
    },

    preview(actor, portalId, { mail, language, ...typed }) {
      need(actor, 'portal-read', 'portal-edit');
      const portal = siteMap.portals().find(({ id }) => id === portalId);
      if (!portal) return null;
      const own = { [mail]: { [language]: typed } };
      return {
        ...renderMail(mail, language, exampleValues(portal, language, siteMap), own),
        builtIn: renderMail(mail, language, namedValues(language)),
      };
    },
  };
}

/** Key of a mail to nobody, which is gone before it is seen: its own, so that two who ask at once do not wait for each other. */
export const nobodyKey = (token: string): string => `nobody:${sha256(token).slice(0, 40)}`;

/** Hash of the token that a mail's link carries; '' when it carries none. */
function linkOf(row: Row): string {
  const { token = '' } = jsonOf<{ token?: string }>(row.payload, {});
  return token === '' ? '' : sha256(token);
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
