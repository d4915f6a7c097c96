import { registersFreely } from '../rules/registration';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { rememberDevice } from '../store/known-devices';
import { findForSignIn } from '../store/people';
import { SYSTEM, type Activity } from './activity';
import { randomToken, sha256, type Runtime } from './runtime';
import type { SessionStart, StartedSession } from './session-start';
import type { SiteAccounts } from './site-accounts';
import type { PortalRecord } from './types';

const DAY = 24 * 60 * 60 * 1000;

/** Whether a portal lets somebody in who proves to be that person; `to-open` makes him registered there. */
export type Standing = 'open' | 'to-open' | 'waiting' | 'closed';

export interface Entered {
  token: string;
  /** ms; 0 until the browser closes. */
  cookieLifetime: number;
  /** The browser's mark, where it is remembered by now; '' where it has none. */
  deviceToken: string;
}

export interface Entrance {
  /**
   * In the transaction of what proved that it is `person` (a row of `findForSignIn`, store/people.ts): the portals that this
   * opens, the browser's mark, and the session, which replaces the one that the browser had. null where he is not let in.
   */
  enter(
    db: Connection,
    person: Row,
    address: string,
    session: StartedSession,
  ): Promise<Entered | null>;
  /** That somebody was refused, said of the contact or, for an unknown address, of the portal by the same statement. */
  recordRefusal(
    db: Connection,
    action: 'session.refused' | 'password.locked',
    portal: PortalRecord,
    person: Row | null,
    method: string,
    ip: string,
  ): Promise<void>;
}

/** ms; a device that is not to be remembered forgets the cookie when its browser closes. */
export const cookieLifetime = (portal: PortalRecord, isRemembered: boolean): number =>
  isRemembered ? portal.settings.access.absoluteDays * DAY : 0;

/** Whether nobody signs in as this contact anywhere: in the bin, erased, merged away, or blocked by the site. */
export const isGone = (person: Row): boolean =>
  yes(person.blocked) ||
  number(person.trashed_at) > 0 ||
  number(person.erased_at) > 0 ||
  text(person.merged_into) !== '';

/** How a row of `findForSignIn` stands at the portal that it was read for; `address` is the one that it was read by. */
export function standingOf(person: Row, portal: PortalRecord, address: string): Standing {
  if (isGone(person)) return 'closed';
  switch (text(person.membership_state)) {
    case 'registered':
      return yes(person.is_let_in) ? 'open' : 'closed';
    case 'invited':
      return yes(person.is_let_in) ? 'to-open' : 'closed';
    case 'waiting':
      return 'waiting';
    case '':
      // Who may register without anybody's press needs no second registration.
      return yes(person.is_in_group) || registersFreely(address, portal.settings.access)
        ? 'to-open'
        : 'closed';
    default:
      return 'closed';
  }
}

/** Every way in with an address passes here. */
export function createEntrance(
  runtime: Runtime,
  activity: Activity,
  sessionStart: SessionStart,
  siteAccounts: Pick<SiteAccounts, 'join'>,
): Entrance {
  return {
    async enter(db, person, address, session) {
      const { portal, isRemembered } = session;
      const row = await opened(db, person, address, portal);
      if (!row || standingOf(row, portal, address) !== 'open') return null;
      const deviceToken =
        session.deviceToken !== '' || !isRemembered ? session.deviceToken : randomToken();
      if (isRemembered)
        await rememberDevice(db, sha256(deviceToken), number(row.contact_id), runtime.now());
      const token = await sessionStart.begin(db, row, { ...session, deviceToken });
      return {
        token,
        cookieLifetime: cookieLifetime(portal, isRemembered),
        deviceToken: isRemembered ? deviceToken : '',
      };
    },

    async recordRefusal(db, action, portal, person, method, ip) {
      const contact = text(person?.document_id);
      await activity.record(db, {
        actor: SYSTEM,
        action,
        subject:
          contact === '' ? { kind: 'portal', id: portal.id } : { kind: 'contact', id: contact },
        portalKey: portal.key,
        changes: {
          method: { before: '', after: method },
          ip: { before: '', after: ip.slice(0, 64) },
        },
      });
    },
  };

  /** The row as it is once everything that this proof opens is open. */
  async function opened(
    db: Connection,
    person: Row,
    address: string,
    portal: PortalRecord,
  ): Promise<Row | null> {
    // Read again, since somebody may have been shut out while the password was compared.
    const row = await findForSignIn(db, portal.key, sha256(address));
    if (
      !row ||
      number(row.contact_id) !== number(person.contact_id) ||
      text(row.password) !== text(person.password)
    )
      return null;
    return standingOf(row, portal, address) === 'to-open' ? siteAccounts.join(portal, row) : row;
  }
}
