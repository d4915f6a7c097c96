import { hash } from 'node:crypto';
import type { FilterFields } from '../rules/filter-groups';
import { leftCompanies, visibleCompanies } from '../rules/ticket-access';
import { findAccount } from '../store/accounts';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { contactRecord } from '../store/contact-records';
import {
  childrenOf,
  companyLinksOf,
  countWaiting,
  endAllSessions,
  endOtherSessions,
  endSession,
  findSessionAtPortals,
  isPrimaryRow,
  markSeen,
  renewFingerprint,
} from '../store/sessions';
import { closeResets } from '../store/tokens';
import { isConfirmedEnough } from './host-accounts';
import { sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { PortalOnMap } from './site-records';
import type {
  CustomerSession,
  CustomerViewer,
  FoundSession,
  PortalRecord,
  SessionsService,
} from './types';

const SEEN_EVERY = 60 * 1000;

/** Changes with the password, the account's address and its block: a session made before such a change is over. */
export const fingerprintOf = (row: Row): string =>
  sha256(`${text(row.password)}|${text(row.email).toLowerCase()}|${String(yes(row.blocked))}`);

/** Whether the person may be in this portal at all; asked at sign-in and at every request. */
export const mayEnter = (row: Row): boolean =>
  row.membership_state === 'registered' &&
  yes(row.is_let_in) &&
  !yes(row.blocked) &&
  number(row.trashed_at) === 0 &&
  number(row.erased_at) === 0 &&
  text(row.merged_into) === '';

/** A contact that may not enter any more, or not as before: it is signed out everywhere, and no mailed link lets it in. */
export async function shutOut(db: Connection, contactKey: number, now: number): Promise<void> {
  await endAllSessions(db, contactKey);
  await closeResets(db, contactKey, now);
}

export interface Sessions extends SessionsService {
  /** After a change of password: the session that made it goes on, every other one of the person ends. */
  keepOnly(viewer: CustomerViewer): Promise<void>;
}

export function createSessions(runtime: Runtime, siteMap: SiteMap): Sessions {
  async function findAt(token: string, portals: PortalRecord[]): Promise<FoundSession> {
    if (!/^[\w-]{43}$/.test(token)) return { session: null, isKnown: false };
    if (portals.length === 0) return { session: null, isKnown: true };
    const rows = await findSessionAtPortals(runtime.db, portals as PortalOnMap[], sha256(token));
    const [row] = rows;
    if (!row) return { session: null, isKnown: false };
    const now = runtime.now();
    const idle =
      now - number(row.last_seen_at) > runtime.config.sessionIdle && !yes(row.is_remembered);
    if (idle || number(row.expires_at) <= now || row.fingerprint !== fingerprintOf(row))
      return { session: null, isKnown: true };
    if (!(await isConfirmedEnough(runtime, row))) return { session: null, isKnown: true };
    for (const portal of portals) {
      const own = rows.filter((one) => number(one.portal_id) === portal.key);
      const standing = own.find(isPrimaryRow) ?? own[0];
      if (!standing || number(row.domain_id) !== portal.domain.key || !mayEnter(standing)) continue;
      if (now - number(row.last_seen_at) >= SEEN_EVERY) {
        await markSeen(runtime.db, text(row.token_hash), now);
      }
      const session = asSession(token, standing, own, portal, siteMap.fields('contact'), now);
      const { contactKey, leftCompanyKeys } = session.viewer;
      // Whoever left a company, or has none that is the primary one, is rare: every page of the others is spared this.
      if (leftCompanyKeys.length > 0 || standing.waiting === null)
        session.waiting = await countWaiting(runtime.db, contactKey, portal.key, leftCompanyKeys);
      return { session, isKnown: true };
    }
    return { session: null, isKnown: true, isRefused: true };
  }

  return {
    findAt,
    find: async (token, portal) => (await findAt(token, [portal])).session,
    end: (token) => endSession(runtime.db, sha256(token)),
    async keepOnly({ contactKey, sessionKey, userKey }) {
      await runtime.transaction(async (db) => {
        const account = await findAccount(db, userKey);
        await endOtherSessions(db, contactKey, sessionKey);
        if (account) await renewFingerprint(db, sessionKey, fingerprintOf(account));
      });
    },
  };
}

function asSession(
  token: string,
  row: Row,
  rows: Row[],
  portal: PortalRecord,
  fields: FilterFields,
  now: number,
): CustomerSession {
  const companies = companyLinksOf(rows);
  const primaryCompany = isPrimaryRow(row) ? row.company_document_id : '';
  const record = contactRecord({ ...row, company_document_id: primaryCompany });
  const companyKeys = visibleCompanies(
    portal.settings.tickets,
    { companies, record },
    childrenOf(row),
    fields,
    now,
  );
  return {
    formToken: hash('sha256', `form|${token}`, 'base64url'),
    name: text(row.name),
    address: text(row.email),
    language: text(row.language),
    timeZone: text(row.time_zone),
    waiting: number(row.waiting),
    viewer: {
      kind: 'customer',
      contactKey: number(row.contact_id),
      contactId: text(row.document_id),
      contactName: text(row.name),
      userKey: number(row.user_id),
      portal,
      companyKeys,
      leftCompanyKeys: leftCompanies(portal.settings.tickets, companies, companyKeys),
      primaryCompanyKey: companies.find(({ isPrimary }) => isPrimary)?.key ?? 0,
      record,
      sessionKey: text(row.token_hash),
    },
  };
}
