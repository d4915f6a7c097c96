import { createHmac } from 'node:crypto';
import { agentName } from '../rules/agent-name';
import { TICKET_MAILS, type TicketMail } from '../rules/unwanted-mails';
import { isAgentToMail } from '../store/agents';
import { number, text, yes, type Row } from '../store/connection';
import { findInboxSignature } from '../store/inboxes';
import { findTicketOfMail, listPublicSince, readerOf } from '../store/mail-contents';
import type { MailMuting } from './mail-muting';
import { senderFor, type Sender } from './mail-sender';
import { renderMail, renderPart, type MailTemplate, type MailValues } from './mail-templates';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { PortalRecord } from './types';

const QUOTED = 4000;

/** A mail that is about to be sent. */
export interface TicketMailContent {
  subject: string;
  text: string;
  /** Where it goes today; the address of before may be somebody else's. */
  to: string;
  headers: Record<string, string>;
  sender: Sender;
}

export interface TicketMailAsked {
  template: MailTemplate;
  language: string;
  to: string;
  payload: Record<string, string | number>;
  portal: PortalRecord;
  /** What every mail of the portal may name. */
  base: Omit<MailValues, 'link'>;
}

/** What mails about tickets say, from what is true when they leave. */
export function createTicketMailContent(
  runtime: Runtime,
  siteMap: SiteMap,
  mailMuting: MailMuting,
) {
  let threadKey: Buffer | undefined;

  /** The ticket's mails to one reader answer a mail that was never sent, so that mail programs keep them together. */
  function threadHeaders(portal: PortalRecord, ticketId: string, reader: string) {
    threadKey ??= runtime.keyFor('mail-thread');
    const id = createHmac('sha256', threadKey).update(`${ticketId} ${reader}`).digest('base64url');
    const root = `<ticket.${id}@${new URL(portal.domain.origin).hostname}>`;
    return { 'In-Reply-To': root, References: root };
  }

  /** A page of the portal, in the reader's language where the portal speaks it. */
  function pageUrl(portal: PortalRecord, language: string, path: string): string {
    const { domain, languages, slug } = portal;
    const isOther = language !== domain.primaryLanguage && languages.includes(language);
    return siteMap.url(domain, `${isOther ? `/${language}` : ''}/${slug}${path}`);
  }

  const adminUrl = (ticketId: string) =>
    `${String(runtime.strapi.config.get('admin.absoluteUrl', ''))}/plugins/customer-portal/help-desk/tickets/${ticketId}`;

  /** What was written, with its writers where there are several, and how many files wait in the portal. */
  function messageText(portal: PortalRecord, language: string, inbox: string, written: Row[]) {
    const authors = written.map((row) =>
      row.author_kind === 'agent'
        ? agentName(portal.settings.tickets.ownerName, text(row.author_name), {
            company: portal.company,
            inbox,
          })
        : text(row.author_name),
    );
    const isOfSeveral = new Set(authors).size > 1;
    const body = written
      .map((row, at) => (isOfSeveral ? `${authors[at]}:\n${text(row.body)}` : text(row.body)))
      .join('\n\n');
    const files = written.reduce((sum, row) => sum + number(row.file_count), 0);
    return {
      author: [...new Set(authors)].join(', '),
      parts: [
        body.length > QUOTED ? `${body.slice(0, QUOTED)} …` : body,
        files === 0 ? '' : renderPart('files', language, { files }),
      ],
    };
  }

  async function toAgent(asked: TicketMailAsked, ticket: Row): Promise<TicketMailContent | null> {
    const { template, language, payload, portal, base, to } = asked;
    const inboxKey = number(ticket.inbox_id);
    const assigneeKey = number(ticket.assignee_id);
    const isOfState = template === 'agent-closed' || template === 'agent-reopened';
    if (isOfState && yes(ticket.is_closed) !== (template === 'agent-closed')) return null;
    const toldInbox = template === 'agent-closed' ? 0 : inboxKey;
    if (!(await isAgentToMail(runtime.db, to, toldInbox, assigneeKey))) return null;
    const written = isOfState
      ? []
      : await listPublicSince(runtime.db, number(ticket.id), {
          since: number(payload.since),
          authorKind: 'customer',
          exceptContactKey: 0,
        });
    if (!isOfState && written.length === 0) return null;
    const inbox = siteMap.inboxByKey(inboxKey)?.name ?? '';
    const ticketId = text(ticket.document_id);
    const { author, parts } = messageText(portal, language, inbox, written);
    const values = {
      ...base,
      number: text(ticket.number),
      subject: text(ticket.subject),
      link: adminUrl(ticketId),
      inbox,
      author: text(payload.author) || author,
      message: joined(parts),
    };
    return {
      ...renderMail(template, language, values),
      to,
      headers: threadHeaders(portal, ticketId, `agent ${to}`),
      sender: await senderFor(runtime.db, portal, inboxKey),
    };
  }

  async function toCustomer(
    asked: TicketMailAsked,
    template: TicketMail,
    ticket: Row,
  ): Promise<TicketMailContent | null> {
    const { language, payload, portal, base } = asked;
    const { tickets, mails } = portal.settings;
    const contactKey = number(payload.contact);
    const reader = await readerOf(runtime.db, number(ticket.id), contactKey, {
      mail: template,
      keepsOwnAfterLeaving: tickets.keepsOwnAfterLeaving,
    });
    if (!reader) return null;
    const inboxKey = number(ticket.inbox_id);
    const inbox = siteMap.inboxByKey(inboxKey)?.name ?? '';
    const status = statusOf(ticket, text(payload.statusBefore), language);
    if (template === 'ticket-status' && !status) return null;
    const isReply = template === 'ticket-replied';
    const written = isReply
      ? await listPublicSince(runtime.db, number(ticket.id), {
          since: number(payload.since),
          // Nor anything else that a customer typed, where the address is not proven.
          authorKind: reader.isVerified ? '' : 'agent',
          exceptContactKey: contactKey,
        })
      : [];
    if (isReply && written.length === 0) return null;
    const { author, parts } = messageText(portal, language, inbox, written);
    if (written.some((row) => row.author_kind === 'agent'))
      parts.push(await findInboxSignature(runtime.db, inboxKey));
    const sender = await senderFor(runtime.db, portal, inboxKey);
    const ticketId = text(ticket.document_id);
    const link = pageUrl(portal, language, `/tickets/${ticketId}`);
    const muteUrl = pageUrl(
      portal,
      language,
      `/unsubscribe?token=${mailMuting.tokenFor(portal.id, ticketId, reader.contactId)}`,
    );
    const values = {
      ...base,
      number: text(ticket.number),
      // Whoever has not proven an address gets nothing there that a customer typed (attacks 21).
      subject: reader.isVerified || isReply ? text(ticket.subject) : '',
      link,
      muteUrl,
      ratingLink: tickets.ratings && reader.isRequester ? `${link}#rating` : 'none',
      inbox,
      author: text(payload.author) || author,
      status: status ?? '',
      onReply: tickets.reopenDays > 0 ? 'reopens' : tickets.followUps ? 'follows' : 'nothing',
      days: tickets.reopenDays,
      replies: sender.replyTo === '' ? 'unread' : 'read',
      message: joined(parts),
    } as const;
    return {
      ...renderMail(template, language, values, mails.texts),
      to: reader.address,
      headers: {
        ...threadHeaders(portal, ticketId, reader.contactId),
        ...unsubscribeHeaders(muteUrl),
      },
      sender,
    };
  }

  /** What customers read of an open ticket's status, where it is another word than before. */
  function statusOf(ticket: Row, before: string, language: string): string | null {
    if (yes(ticket.is_closed)) return null;
    const shown = siteMap.shownStatus(number(ticket.status_id), text(ticket.shown_status));
    const label = shown ? siteMap.statusLabel(shown.key, language) : '';
    const known = siteMap.statusById(before);
    if (known && siteMap.statusLabel(known.key, language) === label) return null;
    return label === '' ? null : label;
  }

  return {
    /** null when its reader may no longer see what it speaks of, or there is nothing left to say. */
    async render(asked: TicketMailAsked): Promise<TicketMailContent | null> {
      const ticket = await findTicketOfMail(runtime.db, number(asked.payload.ticket));
      if (!ticket || number(ticket.portal_id) !== asked.portal.key) return null;
      const template = TICKET_MAILS.find((mail) => mail === asked.template);
      return template ? toCustomer(asked, template, ticket) : toAgent(asked, ticket);
    },
  };
}

export type TicketMailContents = ReturnType<typeof createTicketMailContent>;

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join('\n\n');

/** One press of a mail program's own button ends the mails; RFC 8058 allows it behind https alone. */
export const unsubscribeHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
});
