import type { TicketSettings } from '../contracts/portal-settings';
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

const DAY = 24 * 60 * 60 * 1000;

/** What a customer's reply does: it is one more message, opens the closed ticket again, opens a linked one, or is not taken. */
export type ReplyOutcome = 'added' | 'reopens' | 'follows-up' | 'refused';

/** What the portal says about replies to closed tickets decides; 0 days never open one again. */
export function replyOutcome(
  ticket: { isClosed: boolean; closedAt: number },
  { reopenDays, followUps }: Pick<TicketSettings, 'reopenDays' | 'followUps'>,
  now: number,
): ReplyOutcome {
  if (!ticket.isClosed) return 'added';
  if (reopenDays > 0 && now - ticket.closedAt <= reopenDays * DAY) return 'reopens';
  return followUps ? 'follows-up' : 'refused';
}
