import { MOST_PARTICIPANTS } from '../contracts/tickets';
import { normaliseAddress } from '../rules/address';
import { waysToFind } from '../rules/contact-words';
import type { TicketRights } from '../rules/ticket-rights';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { belongingTo, findAddable, listAddable, saveMuted } from '../store/ticket-people';
import type { Activity } from './activity';
import {
  asAuthor,
  isPublicId,
  ownRow,
  participantsOf,
  type TicketAccess,
} from './customer-ticket-access';
import type { Limits } from './limits';
import { needOwn } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import { seersOf, type TicketSeers } from './ticket-seers';
import type { TicketWriting } from './ticket-writing';
import type { CustomerViewer } from './types';

/** Colleagues that the page offers at once; a search finds the others. */
const OFFERED = 20;

/** Who is part of a ticket, who sees it, and whom the viewer may add. */
export interface TicketPeoplePage {
  ticket: { id: string; number: string; subject: string };
  rights: TicketRights;
  isPrivate: boolean;
  requester: string;
  participants: { id: string; name: string; isYou: boolean; canRemove: boolean }[];
  seers: TicketSeers;
  /** Colleagues of the ticket's company to choose from; null where the viewer is not told of them. */
  colleagues: { rows: { id: string; name: string }[]; isMore: boolean } | null;
  /** Others may be added by their e-mail address. */
  takesAddress: boolean;
  isFull: boolean;
}

/**
 * `asked` is the answer for every address: whether it is somebody's, and whose, is not told by it. `limited`: `retryAfter`
 * is in ms.
 */
export type AddOutcome =
  | { outcome: 'added' | 'asked' | 'full' | 'no-address' }
  | { outcome: 'limited'; retryAfter: number };

/** What a customer does about the people of a ticket. null and false: there is nothing of that for him, for every cause. */
export interface TicketPeople {
  /** `q` narrows the colleagues by name. */
  page(
    viewer: CustomerViewer,
    id: string,
    q: string,
    language: string,
  ): Promise<TicketPeoplePage | null>;
  /** A colleague by public id, or a member of the portal by e-mail address, as far as the portal lets. */
  add(
    viewer: CustomerViewer,
    id: string,
    who: { contact: string } | { address: string },
  ): Promise<AddOutcome | null>;
  /** Requesters remove every participant, others whom they added. */
  remove(viewer: CustomerViewer, id: string, contact: string): Promise<boolean>;
  /** `sees`: under the portal's ticket permission the viewer still sees it. */
  leave(viewer: CustomerViewer, id: string): Promise<{ sees: boolean } | null>;
  /** Keeps it from the company, or shows it again; the requester alone. */
  setPrivate(viewer: CustomerViewer, id: string, isPrivate: boolean): Promise<boolean>;
  /** Whether the viewer wants mails about this ticket. */
  setMails(viewer: CustomerViewer, id: string, wanted: boolean): Promise<boolean>;
}

export function createTicketPeople(
  runtime: Runtime,
  siteMap: SiteMap,
  access: TicketAccess,
  writing: TicketWriting,
  activity: Activity,
  limits: Limits,
): TicketPeople {
  const record = (
    db: Connection,
    viewer: CustomerViewer,
    row: Row,
    action: string,
    participant: { before: string; after: string },
  ) =>
    activity.record(db, {
      actor: asAuthor(viewer),
      action: `ticket.${action}`,
      subject: { kind: 'ticket', id: text(row.document_id) },
      portalKey: number(row.portal_id),
      ticketKey: number(row.id),
      changes: { participant },
    });

  const mayRemove = (viewer: CustomerViewer, rights: TicketRights, person: Row): boolean =>
    number(person.person_id) !== viewer.contactKey &&
    (rights.canRemoveAnybody || text(person.person_added_by) === viewer.contactId);

  /** Whose colleagues the viewer is told of: joining a company by the domain of an address tells nothing of its people. */
  const belonging = (db: Connection, viewer: CustomerViewer, row: Row) =>
    number(row.company_id) > 0
      ? belongingTo(db, viewer.contactKey, number(row.company_id))
      : ('none' as const);

  async function addableFor(
    db: Connection,
    viewer: CustomerViewer,
    row: Row,
    who: { contact: string } | { address: string },
  ) {
    const { participants } = viewer.portal.settings.tickets;
    const companyKey = number(row.company_id);
    const standing = await belonging(db, viewer, row);
    if ('contact' in who)
      return standing === 'known'
        ? findAddable(db, viewer.portal.key, companyKey, { id: who.contact })
        : null;
    if (participants === 'company' && standing === 'none') return null;
    const addressHash = sha256(normaliseAddress(who.address));
    return findAddable(db, viewer.portal.key, participants === 'company' ? companyKey : 0, {
      addressHash,
    });
  }

  async function addIn(
    db: Connection,
    viewer: CustomerViewer,
    row: Row,
    people: readonly Row[],
    who: { contact: string } | { address: string },
  ): Promise<AddOutcome | null> {
    if (!access.rights(viewer, row, people).canAddPeople) return null;
    if (participantsOf(people).length >= MOST_PARTICIPANTS) return { outcome: 'full' };
    const person = await addableFor(db, viewer, row, who);
    if (!person && 'contact' in who) return null;
    if (person && !people.some((one) => number(one.person_id) === person.key)) {
      await writing.addParticipant(db, row, person.key, {
        id: viewer.contactId,
        name: viewer.contactName,
      });
      await record(db, viewer, row, 'participant-added', { before: '', after: person.name });
    }
    return { outcome: 'contact' in who ? 'added' : 'asked' };
  }

  return {
    async page(viewer, id, q, language) {
      const people = await access.visible(runtime.db, viewer, id);
      const [row] = people;
      if (!row) return null;
      const rights = access.rights(viewer, row, people);
      const participants = participantsOf(people);
      const standing = rights.canAddPeople ? await belonging(runtime.db, viewer, row) : 'none';
      const ways = waysToFind(q.slice(0, 200)).filter((ranges) =>
        ranges.every(({ from }) => from.startsWith('n')),
      );
      const colleagues =
        standing !== 'known'
          ? null
          : q.trim() !== '' && ways.length === 0
            ? []
            : await listAddable(
                runtime.db,
                {
                  key: number(row.id),
                  portalKey: viewer.portal.key,
                  companyKey: number(row.company_id),
                },
                { ways: q.trim() === '' ? null : ways, limit: OFFERED + 1 },
              );
      return {
        ticket: { id, number: text(row.number), subject: text(row.subject) },
        rights,
        isPrivate: yes(row.is_private),
        requester: text(row.requester_name),
        participants: participants.map((person) => ({
          id: text(person.person_document_id),
          name: text(person.person_name),
          isYou: number(person.person_id) === viewer.contactKey,
          canRemove: mayRemove(viewer, rights, person),
        })),
        seers: await seersOf(runtime, siteMap, viewer, row, language),
        colleagues: colleagues && {
          rows: colleagues.slice(0, OFFERED).map((one) => ({ id: one.id, name: one.name })),
          isMore: colleagues.length > OFFERED,
        },
        takesAddress:
          rights.canAddPeople &&
          (viewer.portal.settings.tickets.participants === 'anyone' || standing !== 'none'),
        isFull: participants.length >= MOST_PARTICIPANTS,
      };
    },

    async add(viewer, id, who) {
      needOwn(viewer);
      if ('contact' in who && !isPublicId(who.contact)) return null;
      const people = await access.visible(runtime.db, viewer, id);
      const [seen] = people;
      if (!seen || !access.rights(viewer, seen, people).canAddPeople) return null;
      if ('address' in who && normaliseAddress(who.address) === '')
        return { outcome: 'no-address' };
      // Each one is a mail, and each address a question who is a customer here. Before the transaction, which may run twice.
      const retryAfter = await limits.takeWho('participant', viewer.contactId);
      if (retryAfter > 0) return { outcome: 'limited', retryAfter };
      return access.alone(viewer, id, (db, row, now) => addIn(db, viewer, row, now, who));
    },

    async remove(viewer, id, contact) {
      needOwn(viewer);
      const done = await access.alone(viewer, id, async (db, row, people) => {
        const rights = access.rights(viewer, row, people);
        const person = participantsOf(people).find((one) => one.person_document_id === contact);
        if (!person || !mayRemove(viewer, rights, person)) return false;
        if (!(await writing.removeParticipant(db, row, number(person.person_id)))) return false;
        await record(db, viewer, row, 'participant-removed', {
          before: text(person.person_name),
          after: '',
        });
        return true;
      });
      return done ?? false;
    },

    async leave(viewer, id) {
      needOwn(viewer);
      return access.alone(viewer, id, async (db, row, people) => {
        if (!access.rights(viewer, row, people).canLeave) return null;
        await writing.removeParticipant(db, row, viewer.contactKey);
        await record(db, viewer, row, 'participant-removed', {
          before: viewer.contactName,
          after: '',
        });
        return { sees: (await access.visible(db, viewer, id)).length > 0 };
      });
    },

    async setPrivate(viewer, id, isPrivate) {
      needOwn(viewer);
      const done = await access.alone(viewer, id, async (db, row, people) => {
        const rights = access.rights(viewer, row, people);
        if (yes(row.is_private) === isPrivate && number(row.requester_id) === viewer.contactKey)
          return true;
        if (!(isPrivate ? rights.canMakePrivate : rights.canMakeVisible)) return false;
        await writing.setPrivate(db, row, asAuthor(viewer), isPrivate);
        return true;
      });
      return done ?? false;
    },

    async setMails(viewer, id, wanted) {
      needOwn(viewer);
      const done = await access.alone(viewer, id, async (db, row, people) => {
        if (!ownRow(viewer, people)) return false;
        await saveMuted(db, number(row.id), viewer.contactKey, !wanted);
        return true;
      });
      return done ?? false;
    },
  };
}
