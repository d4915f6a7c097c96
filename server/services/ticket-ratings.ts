import { RATING_COMMENT_LENGTH, RATINGS, type Rating } from '../contracts/tickets';
import { isFirstRating } from '../rules/ticket-rights';
import { number, text, type Row } from '../store/connection';
import { moveTicket } from '../store/tickets';
import type { Activity } from './activity';
import { asAuthor, type TicketAccess } from './customer-ticket-access';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { CustomerViewer } from './types';

/** What a requester said of a closed ticket. */
export interface TicketRating {
  value: Rating;
  comment: string;
  /** Epoch ms: when it was given first; until when it can be changed follows from it. */
  ratedAt: number;
}

/** null where it is not rated. */
export function ratingOf(row: Row): TicketRating | null {
  const value = RATINGS.find((one) => one === number(row.rating));
  if (!value) return null;
  return { value, comment: text(row.rating_comment), ratedAt: number(row.rated_at) };
}

export type RateOutcome = 'rated' | 'no-value' | 'too-long';

export interface TicketRatings {
  /** One of 1 to 5, as typed; null where there is nothing that the viewer may rate. */
  rate(
    viewer: CustomerViewer,
    id: string,
    input: { value: string; comment: string },
  ): Promise<RateOutcome | null>;
}

/** The requester alone rates, so that a ticket has one voice and agents know whose. */
export function createTicketRatings(
  runtime: Runtime,
  access: TicketAccess,
  activity: Activity,
): TicketRatings {
  return {
    rate(viewer, id, input) {
      needOwn(viewer);
      return access.alone<RateOutcome | null>(viewer, id, async (db, row, people) => {
        if (!access.rights(viewer, row, people).canRate) return null;
        const value = RATINGS.find((one) => String(one) === input.value);
        if (!value) return 'no-value';
        const comment = input.comment.replaceAll('\r\n', '\n').trim();
        if (comment.length > RATING_COMMENT_LENGTH) return 'too-long';
        const before = ratingOf(row);
        if (before?.value === value && before.comment === comment) return 'rated';
        const closedAt = number(row.closed_at);
        const ratedAt = number(row.rated_at);
        const now = runtime.now();
        await moveTicket(db, number(row.id), {
          rating: value,
          rating_comment: comment,
          rated_at: isFirstRating({ closedAt, ratedAt }) ? now : ratedAt,
          last_activity_at: now,
        });
        await activity.record(db, {
          actor: asAuthor(viewer),
          action: 'ticket.rated',
          subject: { kind: 'ticket', id: text(row.document_id) },
          portalKey: number(row.portal_id),
          ticketKey: number(row.id),
          // Not the comment: what somebody wrote stands once, where it is erased.
          changes: {
            rating: { before: before ? String(before.value) : '', after: String(value) },
          },
        });
        return 'rated';
      });
    },
  };
}
