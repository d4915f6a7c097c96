import { createHmac } from 'node:crypto';
import type { FilterFields, FilterRecord } from '../rules/filter-groups';
import { isConsentDue } from '../rules/consent';
import { factorNeed, graceEnd, type FactorNeed } from '../rules/second-factor';
import { leftCompanies, visibleCompanies } from '../rules/ticket-access';
import { isInSomeGroup } from '../store/access-groups';
import { findAccount } from '../store/accounts';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { contactRecord } from '../store/contact-records';
import { endSentInvitations } from '../store/invitations';
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
  rotateSession,
  type Over,
  type SessionFactor,
  type SignInMethod,
} from '../store/sessions';
import { isFactorOn } from '../store/second-factors';
import { closeTokensOfContact } from '../store/tokens';
import { isConfirmedEnough } from './host-accounts';
import { onlyProviders } from './provider-choice';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { PortalOnMap } from './site-records';
import type {
  CustomerSession,
  CustomerViewer,
  FoundSession,
  PortalRecord,
  SessionsService,
} from './types';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** ms between two writings of a visit: each costs a write, and what was not written is lost to the idle time. */
const seenEvery = (portal: PortalRecord): number =>
  Math.min(MINUTE, (portal.settings.access.idleMinutes * MINUTE) / 20);

/** ms; for so long a session waits for its second factor. */
export const PENDING_FOR = 15 * MINUTE;

/** Form tokens that are kept: signing one costs as much as a statement. About 2 MB. */
const KEPT_FORM_TOKENS = 10_000;

const UNASKED: ReadonlySet<SignInMethod> = new Set(['test-link', 'view-as']);
const VOUCHED_FOR: ReadonlySet<SignInMethod> = new Set(['oidc', 'saml', ...UNASKED]);

/** Where identity providers alone let somebody in, what began by another way is over. */
const isWayOpen = (portal: PortalRecord, row: Row): boolean =>
  VOUCHED_FOR.has(text(row.method) as SignInMethod) ||
  onlyProviders(portal, text(row.email)) === null;

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

/** Epoch ms when a session ends at a portal at the latest. What the portal says today counts for sessions that run. */
const endOf = (row: Row, portal: PortalRecord): number =>
  Math.min(
    number(row.expires_at),
    number(row.created_at) + portal.settings.access.absoluteDays * DAY,
  );

/** Epoch ms when a session ends at a portal without another visit. */
function idleEndOf(row: Row, portal: PortalRecord): number {
  const endsAt = endOf(row, portal);
  if (yes(row.is_remembered)) return endsAt;
  return Math.min(endsAt, number(row.last_seen_at) + portal.settings.access.idleMinutes * MINUTE);
}

/** Whether a session has ended at a portal by its time alone. */
export const isOver = (row: Row, portal: PortalRecord, now: number): boolean =>
  endOf(row, portal) <= now || idleEndOf(row, portal) < now;

/** What is over at every one of these portals: its row is of no use to anybody. */
export function overAt(portals: readonly PortalRecord[], now: number): Over {
  const longest = (times: number[]) => (times.length === 0 ? now : Math.max(...times));
  const access = portals.map(({ settings }) => settings.access);
  return {
    now,
    seenBefore: now - longest(access.map(({ idleMinutes }) => idleMinutes * MINUTE)),
    begunBefore: now - longest(access.map(({ absoluteDays }) => absoluteDays * DAY)),
  };
}

/** A contact that may not enter any more, or not as before: it is signed out everywhere, and no mailed link lets it in. */
export async function shutOut(db: Connection, contactKey: number, now: number): Promise<void> {
  await endAllSessions(db, contactKey);
  await closeTokensOfContact(db, contactKey, now);
  await endSentInvitations(db, contactKey, 'Its link was closed with all others.', now);
}

export interface Sessions extends SessionsService {
  /**
   * After a change of password, address or second factor: the session that made it goes on under a new token, every other
   * one of the person ends. Returns that token; '' when the session ended meanwhile.
   */
  keepOnly(viewer: CustomerViewer, factor?: SessionFactor): Promise<string>;
  /** The same without ending others, when the person has proven who it is; in the transaction of the proof. */
  rotateProven(db: Connection, viewer: CustomerViewer, factor?: SessionFactor): Promise<string>;
}

export function createSessions(runtime: Runtime, siteMap: SiteMap): Sessions {
  let formKey: Buffer | undefined;
  const formTokens = new Map<string, string>();
  /** Of the session and not of its token, so that a form that is open in another tab outlives a rotation. */
  function formTokenOf(sessionId: string): string {
    let made = formTokens.get(sessionId);
    if (made === undefined) {
      formKey ??= runtime.keyFor('form-token');
      made = createHmac('sha256', formKey).update(sessionId).digest('base64url');
      if (formTokens.size >= KEPT_FORM_TOKENS) formTokens.clear();
      formTokens.set(sessionId, made);
    }
    return made;
  }

  async function rotate(
    db: Connection,
    viewer: CustomerViewer,
    changes: { fingerprint?: string; provenAt?: number; factor?: SessionFactor },
  ): Promise<string> {
    const token = randomToken();
    const next = { ...changes, tokenHash: sha256(token) };
    return (await rotateSession(db, viewer.sessionKey, next)) ? token : '';
  }

  async function findAt(
    token: string,
    portals: PortalRecord[],
    isVisit = true,
  ): Promise<FoundSession> {
    if (!isToken(token)) return { session: null, isKnown: false };
    if (portals.length === 0) return { session: null, isKnown: true };
    const rows = await findSessionAtPortals(runtime.db, portals as PortalOnMap[], sha256(token));
    const [row] = rows;
    if (!row) return { session: null, isKnown: false };
    const now = runtime.now();
    if (number(row.expires_at) <= now || row.fingerprint !== fingerprintOf(row))
      return { session: null, isKnown: true };
    if (!(await isConfirmedEnough(runtime, row))) return { session: null, isKnown: true };
    if (row.factor === 'pending' && number(row.created_at) + PENDING_FOR <= now)
      return { session: null, isKnown: true };
    let hasEnded = false;
    let factorDue: CustomerSession | undefined;
    let consentDue: CustomerSession | undefined;
    for (const portal of portals) {
      const own = rows.filter((one) => number(one.portal_id) === portal.key);
      const standing = own.find(isPrimaryRow) ?? own[0];
      if (!standing || number(row.domain_id) !== portal.domain.key || !mayEnter(standing)) continue;
      if (isOver(row, portal, now) || !isWayOpen(portal, row)) {
        hasEnded = true;
        continue;
      }
      if (isVisit && now - number(row.last_seen_at) >= seenEvery(portal)) {
        await markSeen(runtime.db, text(row.token_hash), now);
        standing.last_seen_at = now;
      }
      const formToken = formTokenOf(text(row.public_id));
      const session = asSession(formToken, standing, own, portal, siteMap.fields('contact'), now);
      const { contactKey, leftCompanyKeys } = session.viewer;
      // Whoever left a company, or has none that is the primary one, is rare: every page of the others is spared this.
      if (leftCompanyKeys.length > 0 || standing.waiting === null)
        session.waiting = await countWaiting(runtime.db, contactKey, portal.key, leftCompanyKeys);
      session.factorNeed = await factorNeedOf(portal, standing, now);
      if (session.factorNeed === 'ask' || session.factorNeed === 'set-up') factorDue ??= session;
      else if (session.isConsentDue) consentDue ??= session;
      else return { session, isKnown: true };
    }
    if (factorDue) return { session: null, isKnown: true, factorDue };
    return consentDue
      ? { session: null, isKnown: true, consentDue }
      : { session: null, isKnown: true, isRefused: !hasEnded };
  }

  /** An admin who looks, and one who tries the portal, have no second factor to give. */
  async function factorNeedOf(portal: PortalRecord, row: Row, now: number): Promise<FactorNeed> {
    const rule = portal.settings.access.secondFactor;
    const isAsked = row.factor === 'none' && rule.required !== 'nobody';
    if (UNASKED.has(text(row.method) as SignInMethod)) return 'none';
    const isInGroups =
      isAsked && rule.required === 'groups'
        ? await isInSomeGroup(runtime.db, number(row.contact_id), rule.groups)
        : false;
    const registeredAt = number(row.registered_at);
    return factorNeed(rule, { factor: text(row.factor), isInGroups, registeredAt }, now);
  }

  return {
    findAt,
    find: async (token, portal) => (await findAt(token, [portal])).session,
    end: (token) => endSession(runtime.db, sha256(token)),
    async stay({ sessionKey }) {
      await markSeen(runtime.db, sessionKey, runtime.now());
    },
    async keepOnly(viewer, factor) {
      return runtime.transaction(async (db) => {
        const account = await findAccount(db, viewer.userKey);
        await endOtherSessions(db, viewer.contactKey, viewer.sessionKey);
        if (!account) return '';
        const fingerprint = fingerprintOf(account);
        // Whoever has a second factor proves by that one: neither the present password nor a mailed link is as much.
        const isProof = factor !== undefined || !(await isFactorOn(db, viewer.contactKey));
        return rotate(db, viewer, {
          fingerprint,
          ...(isProof ? { provenAt: runtime.now() } : {}),
          ...(factor === undefined ? {} : { factor }),
        });
      });
    },
    rotateProven: (db, viewer, factor) =>
      rotate(db, viewer, { provenAt: runtime.now(), ...(factor === undefined ? {} : { factor }) }),
  };
}

function asSession(
  formToken: string,
  row: Row,
  rows: Row[],
  portal: PortalRecord,
  fields: FilterFields,
  now: number,
): CustomerSession {
  const companies = companyLinksOf(rows);
  const primaryCompany = isPrimaryRow(row) ? row.company_document_id : '';
  let record: FilterRecord | undefined;
  const contact = {
    companies,
    /** Made when a filter asks: few pages do. */
    get record() {
      record ??= contactRecord({ ...row, company_document_id: primaryCompany });
      return record;
    },
  };
  const companyKeys = visibleCompanies(
    portal.settings.tickets,
    contact,
    childrenOf(row),
    fields,
    now,
  );
  return {
    formToken,
    name: text(row.name),
    address: text(row.email),
    language: text(row.language),
    timeZone: text(row.time_zone),
    waiting: number(row.waiting),
    id: text(row.public_id),
    method: text(row.method) as SignInMethod,
    isRemembered: yes(row.is_remembered),
    // As the database knows the visit: what is told is never later than what will be.
    idleEndsAt: idleEndOf(row, portal),
    endsAt: endOf(row, portal),
    provenAt: number(row.proven_at),
    factor: text(row.factor) as SessionFactor,
    factorNeed: 'none',
    factorDueAt: graceEnd(portal.settings.access.secondFactor, number(row.registered_at)),
    viewedBy: text(row.viewed_by_name),
    managesCompany:
      portal.settings.access.companyManagers &&
      companies.some(({ isManager, hasLeft }) => isManager && !hasLeft),
    // An admin who looks accepts nothing in somebody else's name, and sees what comes behind it.
    isConsentDue:
      text(row.viewed_by) === '' && isConsentDue(portal.settings.access.consent, row.consents),
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
      get record() {
        return contact.record;
      },
      sessionKey: text(row.token_hash),
      isReadOnly: text(row.viewed_by) !== '',
    },
  };
}
