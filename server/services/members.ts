import type { RecordPage } from '../contracts/lists';
import type {
  ContactAccess,
  EndSessionsInput,
  MemberActionInput,
  MemberActionResult,
  MemberListQuery,
  MemberPortal,
  MemberRow,
  SessionView,
} from '../contracts/members';
import { deviceOf } from '../rules/device-name';
import { number, text, type Connection, type Row } from '../store/connection';
import { findAnyContact, listMembershipsOf } from '../store/contacts';
import { endSessionsOf } from '../store/members';
import { countWaitingForApproval } from '../store/registration';
import { listSessionsOf } from '../store/sessions';
import type { Activity } from './activity';
import type { MemberActions } from './member-actions';
import { createMemberLists } from './member-lists';
import { findPortal } from './portal-turns';
import { counted } from './record-page';
import { need } from './refusals';
import type { Runtime } from './runtime';
import { isOver } from './sessions';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Who belongs to a portal, as admins see and change it. */
export interface Members {
  /** The portal as the page of its members shows it; null when there is none. */
  portal(actor: AdminActor, portalId: string): Promise<MemberPortal | null>;
  /** null when there is no such portal. */
  list(
    actor: AdminActor,
    portalId: string,
    query: MemberListQuery,
  ): Promise<RecordPage<MemberRow> | null>;
  /** One action for many contacts; whom it does not fit is left and named. null when there is no such portal. */
  act(
    actor: AdminActor,
    portalId: string,
    input: MemberActionInput,
  ): Promise<MemberActionResult | null>;
  /** Every portal that a contact belongs to; null when there is no such contact. */
  access(actor: AdminActor, contactId: string): Promise<ContactAccess[] | null>;
  /** Where a contact is signed in, the last seen first; null when there is no such contact. */
  sessions(actor: AdminActor, contactId: string): Promise<SessionView[] | null>;
  /** Answers those that are left. */
  endSessions(
    actor: AdminActor,
    contactId: string,
    input: EndSessionsInput,
  ): Promise<SessionView[] | null>;
}

export function createMembers(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  actions: MemberActions,
): Members {
  const lists = createMemberLists(runtime);
  const { groupsOf, rowsOf } = lists;

  async function sessionsOf(db: Connection, contactKey: number): Promise<SessionView[]> {
    const now = runtime.now();
    const portals = siteMap.portals();
    return (await listSessionsOf(db, contactKey)).flatMap((row): SessionView[] => {
      const here = portals.filter((portal) => portal.domain.key === number(row.domain_id));
      // What is over at every portal of its domain, no visit brings back.
      if (here.every((portal) => isOver(row, portal, now))) return [];
      const domain = here[0]?.domain;
      const view = {
        id: text(row.public_id),
        ...deviceOf(text(row.user_agent)),
        ip: text(row.ip),
        domain: domain ? `${domain.origin}${domain.basePath}`.replace(/^https?:\/\//, '') : '',
        method: text(row.method),
        startedAt: number(row.created_at),
        lastSeenAt: number(row.last_seen_at),
        isCurrent: false,
      };
      return [view];
    });
  }

  async function findLiving(id: string): Promise<Row | null> {
    const row = await findAnyContact(runtime.db, id);
    return row && text(row.merged_into) === '' ? row : null;
  }

  return {
    async portal(actor, portalId) {
      need(actor, 'member-read');
      const portal = await findPortal(runtime.db, portalId);
      if (!portal) return null;
      const { general, access } = portal.settings;
      return {
        id: portal.id,
        name: general.name,
        state: portal.state,
        control: access.control,
        hasPasswords: access.password,
        groups: (await groupsOf(portal.key)).map(({ id, name }) => ({ id, name })),
        waiting: counted(await countWaitingForApproval(runtime.db, portal.key)),
      };
    },

    async list(actor, portalId, query) {
      need(actor, 'member-read');
      const portal = await findPortal(runtime.db, portalId);
      return portal && lists.pageOf(portal, query);
    },

    act: (actor, portalId, input) => actions.act(actor, portalId, input),

    async access(actor, contactId) {
      need(actor, 'member-read');
      const contact = await findLiving(contactId);
      if (!contact) return null;
      const key = number(contact.id);
      const held = new Set(
        (await listMembershipsOf(runtime.db, [key])).map((one) => number(one.portal_id)),
      );
      const found: ContactAccess[] = [];
      for (const portal of siteMap.portals()) {
        const [one] = await rowsOf(portal, await groupsOf(portal.key), [key]);
        if (!one || !(held.has(portal.key) || one.view.groups.length > 0)) continue;
        const { id, name, domain } = portal;
        found.push({
          ...one.view,
          invitationId: one.invitationId,
          portal: { id, name, isSystemDomain: domain.isSystem },
        });
      }
      return found.sort((a, b) => a.portal.name.localeCompare(b.portal.name));
    },

    async sessions(actor, contactId) {
      need(actor, 'member-read');
      const contact = await findLiving(contactId);
      return contact && sessionsOf(runtime.db, number(contact.id));
    },

    async endSessions(actor, contactId, { sessions }) {
      need(actor, 'member-edit');
      const contact = await findLiving(contactId);
      if (!contact) return null;
      const key = number(contact.id);
      return runtime.transaction(async (db) => {
        const ended = await endSessionsOf(db, key, sessions);
        if (ended > 0)
          await activity.record(db, {
            actor: { kind: actor.kind, id: actor.id, name: actor.name },
            action: 'session.ended',
            subject: { kind: 'contact', id: contactId },
            portalKey: 0,
            changes: { sessions: { before: String(ended), after: '' } },
          });
        return sessionsOf(db, key);
      });
    },
  };
}
