import { readUnwanted, type TicketMail } from '../rules/unwanted-mails';
import { listAgentsToMail } from '../store/agents';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { keysOfUnsent, takeBackMails } from '../store/outbox';
import { listPeople } from '../store/tickets';
import type { Mails } from './mails';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

/** Of what a mail to customers speaks. */
export interface TicketNews {
  /** Epoch ms of what happened: messages of before are not in the mail. */
  since: number;
  /** Whoever did it himself is not told; 0 for nobody. */
  exceptContactKey?: number;
  /** Who did it, as the mail calls him. */
  author?: string;
  /** Public id of the status that customers saw before. */
  statusBefore?: string;
}

/** Mails that wait for more of their kind, so that several within a short time are one. */
const COALESCED = { 'ticket-replied': 'reply', 'ticket-status': 'status' } as const;
const isCoalesced = (template: TicketMail): template is keyof typeof COALESCED =>
  Object.hasOwn(COALESCED, template);
const keyOfState = (ticketKey: number, agent: Row) =>
  `agent-state:${ticketKey}:${text(agent.email)}`.slice(0, 100);
const keyOf = (template: keyof typeof COALESCED, ticketKey: number, contactKey: number) =>
  `${COALESCED[template]}:${ticketKey}:${contactKey}`;

/** Who gets a mail of what happens to a ticket. Each row is written in the transaction of its cause. */
export function createTicketMails(runtime: Runtime, siteMap: SiteMap, mails: Mails) {
  const tellsStatus = (portalKey: number) =>
    siteMap.portalByKey(portalKey)?.settings.mails.statusChanges ?? false;

  async function toPeople(
    db: Connection,
    portalKey: number,
    ticketKey: number,
    people: Row[],
    template: TicketMail,
    { exceptContactKey, ...news }: TicketNews,
  ): Promise<void> {
    const language = siteMap.portalByKey(portalKey)?.domain.primaryLanguage ?? 'en';
    for (const person of people) {
      const contactKey = number(person.contact_id);
      if (text(person.address) === '' || yes(person.mails_muted)) continue;
      if (contactKey === exceptContactKey) continue;
      if (readUnwanted(person.unwanted_mails).includes(template)) continue;
      const waits = isCoalesced(template);
      await mails.queue(db, {
        template,
        language: text(person.language) || language,
        to: text(person.address),
        payload: {
          portal: portalKey,
          ticket: ticketKey,
          contact: contactKey,
          name: text(person.name),
          ...news,
        },
        coalesceKey: waits ? keyOf(template, ticketKey, contactKey) : '',
        delay: waits ? runtime.config.mailCoalesce : 0,
      });
      // The page that this mail leads to shows the status as well.
      if (tellsStatus(portalKey) && (template === 'ticket-replied' || template === 'ticket-closed'))
        await takeBackMails(db, keyOf('ticket-status', ticketKey, contactKey));
    }
  }

  /** An agent gave a ticket, whose row is as store/tickets reads it, another status that customers see, and wrote nothing. */
  async function toStatus(
    db: Connection,
    ticket: Row,
    news: TicketNews & { statusBefore: string },
  ): Promise<void> {
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    if (!tellsStatus(portalKey)) return;
    const people = await listPeople(db, ticketKey);
    const replyKey = (person: Row) => keyOf('ticket-replied', ticketKey, number(person.contact_id));
    const answered = await keysOfUnsent(db, people.map(replyKey));
    const untold = people.filter((person) => !answered.has(replyKey(person)));
    await toPeople(db, portalKey, ticketKey, untold, 'ticket-status', news);
  }

  async function toAgents(
    db: Connection,
    portalKey: number,
    ticketKey: number,
    inboxKey: number,
    assigneeKey: number | null,
    template: 'agent-ticket' | 'agent-reply',
    since: number,
  ): Promise<void> {
    for (const agent of await listAgentsToMail(db, inboxKey, assigneeKey)) {
      // The answer tells as well that there is something to do.
      if (template === 'agent-reply') await takeBackMails(db, keyOfState(ticketKey, agent));
      await mails.queue(db, {
        template,
        language: text(agent.language) || 'en',
        to: text(agent.email),
        payload: { portal: portalKey, ticket: ticketKey, since },
        coalesceKey:
          template === 'agent-reply' ? `agent:${ticketKey}:${text(agent.email)}`.slice(0, 100) : '',
        delay: template === 'agent-reply' ? runtime.config.mailCoalesce : 0,
      });
    }
  }

  /**
   * A customer closed a ticket, whose row is as store/tickets reads it, or opened it again, and wrote nothing. A closing is
   * news to who has it alone. Both wait for each other: where a ticket ends as it was, nothing is mailed.
   */
  async function toAgentsOfState(
    db: Connection,
    ticket: Row,
    author: string,
    template: 'agent-closed' | 'agent-reopened',
  ): Promise<void> {
    const ticketKey = number(ticket.id);
    const inboxKey = template === 'agent-closed' ? 0 : number(ticket.inbox_id);
    const assigneeKey = number(ticket.assignee_id) || null;
    for (const agent of await listAgentsToMail(db, inboxKey, assigneeKey))
      await mails.queue(db, {
        template,
        language: text(agent.language) || 'en',
        to: text(agent.email),
        payload: { portal: number(ticket.portal_id), ticket: ticketKey, author },
        coalesceKey: keyOfState(ticketKey, agent),
        delay: runtime.config.mailCoalesce,
      });
  }

  /** Somebody was added to a ticket, whose row is as store/tickets reads it; `addedByName` is what the mail calls who did it. */
  async function toAdded(
    db: Connection,
    ticket: Row,
    contactKey: number,
    addedByName: string,
  ): Promise<void> {
    const ticketKey = number(ticket.id);
    const people = await listPeople(db, ticketKey);
    const added = people.filter((person) => number(person.contact_id) === contactKey);
    await toPeople(db, number(ticket.portal_id), ticketKey, added, 'ticket-participant', {
      since: runtime.now(),
      author: addedByName,
    });
  }

  return { toPeople, toStatus, toAgents, toAgentsOfState, toAdded };
}

export type TicketMails = ReturnType<typeof createTicketMails>;
