import { ticketRights, type TicketRights, type TicketRole } from '../rules/ticket-rights';
import { number, yes, type Connection, type Row } from '../store/connection';
import { findTicketWithPeople } from '../store/tickets';
import { findTicketKey, lockTicketAt } from '../store/ticket-writes';
import { maySee } from './customer-ticket-lists';
import type { Runtime } from './runtime';
import type { Author } from './ticket-writing';
import type { CustomerViewer } from './types';

/** Public ids are these; nothing else is asked of a database. */
export const isPublicId = (id: string): boolean => /^[a-z0-9]{24}$/.test(id);

export const asAuthor = (viewer: CustomerViewer): Author => ({
  kind: 'customer',
  key: viewer.contactKey,
  id: viewer.contactId,
  name: viewer.contactName,
});

/** Rows of a ticket's participants who still are somebody, without its requester. */
export const participantsOf = (people: readonly Row[]): Row[] =>
  people.filter((row) => row.person_role === 'participant' && row.person_name !== null);

/** The viewer's own row among a ticket's people; none for whoever only reads it. */
export const ownRow = (viewer: CustomerViewer, people: readonly Row[]): Row | undefined =>
  people.find((row) => number(row.person_id) === viewer.contactKey);

/** How every service of customers gets at a ticket: one that may not be seen is not there, for every cause. */
export interface TicketAccess {
  /** The ticket's row for each of its people when the viewer may see it, else none. */
  visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]>;
  /** Changes a ticket that the viewer sees while nobody else changes it; null where it is not seen. */
  alone<Result>(
    viewer: CustomerViewer,
    id: string,
    work: (db: Connection, row: Row, people: Row[]) => Promise<Result>,
  ): Promise<Result | null>;
  rights(viewer: CustomerViewer, row: Row, people: readonly Row[]): TicketRights;
}

export function createTicketAccess(runtime: Runtime): TicketAccess {
  async function visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]> {
    if (!isPublicId(id)) return [];
    const people = await findTicketWithPeople(db, id);
    const [row] = people;
    return row && maySee(viewer, row, ownRow(viewer, people) !== undefined) ? people : [];
  }

  return {
    visible,

    async alone(viewer, id, work) {
      const key = isPublicId(id) ? await findTicketKey(runtime.db, id) : 0;
      return runtime.transaction(async (db) => {
        if (key > 0) await lockTicketAt(db, key);
        const people = await visible(db, viewer, id);
        const [row] = people;
        return row ? work(db, row, people) : null;
      });
    },

    rights(viewer, row, people) {
      const state = {
        isClosed: yes(row.is_closed),
        isPrivate: yes(row.is_private),
        hasCompany: number(row.company_id) > 0,
        closedAt: number(row.closed_at),
        ratedAt: number(row.rated_at),
      };
      return ticketRights(
        roleOf(viewer, row, people),
        state,
        viewer.portal.settings.tickets,
        runtime.now(),
      );
    },
  };
}

function roleOf(viewer: CustomerViewer, row: Row, people: readonly Row[]): TicketRole {
  if (number(row.requester_id) === viewer.contactKey) return 'requester';
  return ownRow(viewer, people) ? 'participant' : 'reader';
}
