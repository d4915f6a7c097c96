import type { TicketSettings } from '../contracts/portal-settings';
import { replyOutcome } from './status-follow';

const DAY = 24 * 60 * 60 * 1000;

/** Where a customer stands with a ticket that he sees. */
export type TicketRole = 'requester' | 'participant' | 'reader';

/** What of a ticket decides what its customers may do with it. Instants are epoch ms, 0 for never. */
export interface TicketState {
  isClosed: boolean;
  isPrivate: boolean;
  hasCompany: boolean;
  closedAt: number;
  ratedAt: number;
}

type RightsSettings = Pick<
  TicketSettings,
  | 'customersMayClose'
  | 'reopenDays'
  | 'followUps'
  | 'participants'
  | 'customersMayMakePrivate'
  | 'ratings'
  | 'ratingDays'
>;

export interface TicketRights {
  canClose: boolean;
  /** Without a word. */
  canReopen: boolean;
  /** Properties that customers may edit. */
  canEdit: boolean;
  canAddPeople: boolean;
  /** Every participant; others remove only whom they added. */
  canRemoveAnybody: boolean;
  canLeave: boolean;
  canMakePrivate: boolean;
  canMakeVisible: boolean;
  canRate: boolean;
  /** Mails about it go to him, unless he wants none. */
  getsMails: boolean;
}

export const NOTHING_ALLOWED: TicketRights = {
  canClose: false,
  canReopen: false,
  canEdit: false,
  canAddPeople: false,
  canRemoveAnybody: false,
  canLeave: false,
  canMakePrivate: false,
  canMakeVisible: false,
  canRate: false,
  getsMails: false,
};

/**
 * What somebody who sees a ticket may do with it. Whoever only reads it (a colleague under the portal's ticket permission)
 * answers, closes and edits, but brings nobody in: not even himself, who would go on seeing it when the permission ends.
 */
export function ticketRights(
  role: TicketRole,
  ticket: TicketState,
  settings: RightsSettings,
  now: number,
): TicketRights {
  const isRequester = role === 'requester';
  const isAssociated = role !== 'reader';
  const takesReply = replyOutcome(ticket, settings, now);
  return {
    canClose: !ticket.isClosed && settings.customersMayClose,
    canReopen: takesReply === 'reopens',
    canEdit: takesReply === 'added' || takesReply === 'reopens',
    canAddPeople: isAssociated && settings.participants !== 'nobody',
    canRemoveAnybody: isRequester,
    canLeave: role === 'participant',
    canMakePrivate:
      isRequester && !ticket.isPrivate && ticket.hasCompany && settings.customersMayMakePrivate,
    // Also where the portal no longer lets make any private.
    canMakeVisible: isRequester && ticket.isPrivate,
    canRate: isRequester && settings.ratings && mayRate(ticket, settings.ratingDays, now),
    getsMails: isAssociated,
  };
}

/** Closed, and not rated since, or not longer ago than a rating can be changed. */
function mayRate({ isClosed, closedAt, ratedAt }: TicketState, days: number, now: number): boolean {
  if (!isClosed) return false;
  return isFirstRating({ closedAt, ratedAt }) || now - ratedAt <= days * DAY;
}

/** Whether a rating would be the first since the ticket was last closed. */
export const isFirstRating = ({ closedAt, ratedAt }: Pick<TicketState, 'closedAt' | 'ratedAt'>) =>
  ratedAt === 0 || closedAt > ratedAt;
