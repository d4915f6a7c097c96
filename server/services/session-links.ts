import { normaliseAddress } from '../rules/address';
import { number, text, type Row } from '../store/connection';
import { findForSignIn } from '../store/people';
import { findSiteAccount, type SiteAccount } from '../store/registration';
import { addToken, findOpenToken, useUp } from '../store/tokens';
import type { Activity } from './activity';
import { isConfirmedEnough } from './host-accounts';
import { counter } from './limits';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { SiteAccounts } from './site-accounts';
import type { SiteMap } from './site-map';
import type { PortalRecord, SignInOrigin } from './types';

/** ms */
const LIFETIME = 60 * 1000;
/** Links of one account within 15 minutes. */
const MOST_LINKS = 30;

export type SessionLinkOutcome =
  | {
      outcome: 'made';
      /** Opens once, for a minute. */ url: string;
      /** Epoch ms. */ expiresAt: number;
    }
  /** No token of an account of this site that may sign in to it. */
  | { outcome: 'unknown' }
  | { outcome: 'no-portal' }
  /** The portal does not let the account in. */
  | { outcome: 'refused' }
  /** Nobody has proven the address: a mail asks for it. */
  | { outcome: 'confirm' }
  | { outcome: 'limited' };

export interface OpenSessionLink {
  name: string;
  address: string;
}

export interface SessionLinks {
  /** Makes a link for the account of a token of users-permissions; the portal's own rules are asked. */
  make(input: { siteToken: string; portalId: string }): Promise<SessionLinkOutcome>;
  /** Whose session the link begins; null when it opens nothing. */
  find(portal: PortalRecord, token: string): Promise<OpenSessionLink | null>;
  /** Uses the link up; the session's token, or null when it opens nothing (any more). */
  open(portal: PortalRecord, token: string, origin: SignInOrigin): Promise<string | null>;
}

interface SiteTokens {
  verify(token: string): Promise<{ id?: unknown }>;
}

/** For a site whose visitor holds a token of users-permissions: a link that begins a session at a portal. */
export function createSessionLinks(
  runtime: Runtime,
  siteMap: SiteMap,
  siteAccounts: SiteAccounts,
  activity: Activity,
  sessionStart: SessionStart,
): SessionLinks {
  const links = counter(MOST_LINKS);

  /** Only tokens that users-permissions itself takes: those of admins and of the API are signed by other secrets. */
  async function accountOf(siteToken: string): Promise<SiteAccount | null> {
    const tokens = runtime.strapi.plugin('users-permissions').service('jwt') as SiteTokens;
    const { id } = await tokens.verify(siteToken).catch(() => ({ id: undefined }));
    const key = Number(id);
    if (!Number.isSafeInteger(key) || key < 1) return null;
    const account = await findSiteAccount(runtime.db, key);
    if (!account || account.isBlocked) return null;
    return (await isConfirmedEnough(runtime, { confirmed: account.isConfirmed })) ? account : null;
  }

  /** The account's contact, as it may enter this portal. */
  async function entering(
    portal: PortalRecord,
    account: SiteAccount,
  ): Promise<Row | 'refused' | 'confirm'> {
    if (account.contactKey === 0) {
      if (!portal.settings.access.siteAccounts) return 'refused';
      const asked = { language: portal.domain.primaryLanguage, browserToken: '' };
      const admission = await siteAccounts.admit(portal, account, asked);
      return admission.outcome === 'admitted' ? admission.row : admission.outcome;
    }
    const addressHash = sha256(normaliseAddress(account.email));
    const row = await findForSignIn(runtime.db, portal.key, addressHash);
    if (!row || number(row.user_id) !== account.key) return 'refused';
    if (mayEnter(row)) return row;
    return (await siteAccounts.join(portal, row)) ?? 'refused';
  }

  async function findOpen(portal: PortalRecord, token: string): Promise<Row | null> {
    if (!isToken(token)) return null;
    return findOpenToken(runtime.db, 'site-account', sha256(token), portal.key, runtime.now());
  }

  return {
    async make({ siteToken, portalId }) {
      const account = await accountOf(siteToken);
      if (!account) return { outcome: 'unknown' };
      if ((await links.take(`site-account:${account.key}`)) > 0) return { outcome: 'limited' };
      await siteMap.refresh();
      const portal = siteMap.portals().find(({ id }) => id === portalId);
      if (portal?.state !== 'live') return { outcome: 'no-portal' };
      const row = await entering(portal, account);
      if (row === 'refused' || row === 'confirm') return { outcome: row };
      const token = randomToken();
      const expiresAt = runtime.now() + LIFETIME;
      await runtime.transaction(async (db) => {
        await addToken(db, {
          purpose: 'site-account',
          tokenHash: sha256(token),
          contactKey: number(row.contact_id),
          portalKey: portal.key,
          now: runtime.now(),
          expiresAt,
        });
        const person = {
          kind: 'customer',
          id: text(row.document_id),
          name: text(row.name),
        } as const;
        await activity.record(db, {
          actor: person,
          action: 'session.linked',
          subject: { kind: 'contact', id: person.id },
          portalKey: portal.key,
        });
      });
      const url = siteMap.url(portal.domain, `/${portal.slug}/session?token=${token}`);
      return { outcome: 'made', url, expiresAt };
    },

    async find(portal, token) {
      const open = await findOpen(portal, token);
      return open && { name: text(open.name), address: text(open.email) };
    },

    async open(portal, token, origin) {
      const open = await findOpen(portal, token);
      if (!open) return null;
      const addressHash = sha256(normaliseAddress(text(open.email)));
      const row = await findForSignIn(runtime.db, portal.key, addressHash);
      if (!row || number(row.contact_id) !== number(open.contact_id) || !mayEnter(row)) return null;
      if (!(await isConfirmedEnough(runtime, row))) return null;
      return runtime.transaction(async (db) => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return null;
        const session = { portal, method: 'site-account' as const, isRemembered: false };
        return sessionStart.begin(db, row, { ...session, ...origin });
      });
    },
  };
}
