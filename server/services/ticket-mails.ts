import { listAgentsToMail } from '../store/agents';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import type { Mails } from './mails';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

/** Who gets a mail of what happens to a ticket. Each row is written in the transaction of its cause. */
export function createTicketMails(runtime: Runtime, siteMap: SiteMap, mails: Mails) {
  async function toPeople(
    db: Connection,
    portalKey: number,
    ticketKey: number,
    people: Row[],
    template: 'ticket-received' | 'ticket-replied' | 'ticket-closed',
    since: number,
  ): Promise<void> {
    const language = siteMap.portalByKey(portalKey)?.domain.primaryLanguage ?? 'en';
    for (const person of people) {
      if (text(person.address) === '' || yes(person.mails_muted)) continue;
      const isReply = template === 'ticket-replied';
      await mails.queue(db, {
        template,
        language: text(person.language) || language,
        to: text(person.address),
        payload: {
          portal: portalKey,
          ticket: ticketKey,
          contact: number(person.contact_id),
          name: text(person.name),
          since,
          authorKind: isReply ? 'agent' : 'customer',
        },
        coalesceKey: isReply ? `reply:${ticketKey}:${number(person.contact_id)}` : '',
        delay: isReply ? runtime.config.mailCoalesce : 0,
      });
    }
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
      await mails.queue(db, {
        template,
        language: text(agent.language) || 'en',
        to: text(agent.email),
        payload: { portal: portalKey, ticket: ticketKey, since, authorKind: 'customer' },
        coalesceKey:
          template === 'agent-reply' ? `agent:${ticketKey}:${text(agent.email)}`.slice(0, 100) : '',
        delay: template === 'agent-reply' ? runtime.config.mailCoalesce : 0,
      });
    }
  }

  return { toPeople, toAgents };
}

export type TicketMails = ReturnType<typeof createTicketMails>;
