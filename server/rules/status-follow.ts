import type { StatusMeaning } from '../contracts/tickets';

export type TicketEvent = 'customer-replied' | 'agent-replied' | 'closed-by-customer' | 'assigned';

/** Which meaning a ticket's status takes after an event (the defaults of a new portal); null leaves it as it is. */
export function meaningAfter(event: TicketEvent, current: StatusMeaning): StatusMeaning | null {
  if (event === 'assigned') return null;
  if (event === 'closed-by-customer') return current === 'closed' ? null : 'closed';
  if (event === 'customer-replied')
    return current === 'new' || current === 'waiting-on-us' ? null : 'waiting-on-us';
  return current === 'closed' || current === 'waiting-on-customer' ? null : 'waiting-on-customer';
}

/**
 * Whether a status that an admin has chosen for an event is taken: a new ticket stays new when its customer writes more,
 * and a closed one stays closed whatever agents do.
 */
export function takesChosen(event: TicketEvent, current: StatusMeaning): boolean {
  return event === 'customer-replied' ? current !== 'new' : current !== 'closed';
}

/** A customer's reply reopens a closed ticket for 14 days; later it is closed for good. */
export const REOPEN_PERIOD = 14 * 24 * 60 * 60 * 1000;

export function mayReply(ticket: { isClosed: boolean; closedAt: number }, now: number): boolean {
  return !ticket.isClosed || now - ticket.closedAt <= REOPEN_PERIOD;
}
