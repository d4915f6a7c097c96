import type { ViewAs as Answer } from '../contracts/members';
import { normaliseAddress } from '../rules/address';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { findForSignIn, findSigningAddress } from '../store/people';
import { addToken, findOpenToken, useUp } from '../store/tokens';
import type { Activity } from './activity';
import { need, refused } from './refusals';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { SiteMap } from './site-map';
import type { AdminActor, CustomerSession, PortalRecord, SignInOrigin } from './types';

/** ms */
const LINK_LIFETIME = 60 * 1000;
const VISIT = 30 * 60 * 1000;

export interface ViewAsService {
  /**
   * Answers a link by which an admin sees a portal as a customer does: it works once, within a minute, and leads to a
   * session that changes nothing and ends by itself after half an hour. null without such a contact or portal; refused
   * for who could not get in either.
   */
  begin(actor: AdminActor, contactId: string, portalId: string): Promise<Answer | null>;
  isOpen(portal: PortalRecord, token: string): Promise<boolean>;
  /** Uses the link up; the session's token, or null when it opens nothing. */
  enter(input: { portal: PortalRecord; token: string } & SignInOrigin): Promise<string | null>;
  /** Records that the admin stopped looking; the face ends the session. */
  noteEnd(session: CustomerSession): Promise<void>;
}

export function createViewAs(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  sessionStart: SessionStart,
): ViewAsService {
  const findLink = (portal: PortalRecord, token: string): Promise<Row | null> =>
    isToken(token)
      ? findOpenToken(runtime.db, 'view-as', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  async function standingOf(portal: PortalRecord, address: string): Promise<Row | null> {
    const row = await findForSignIn(runtime.db, portal.key, sha256(normaliseAddress(address)));
    return row && mayEnter(row) ? row : null;
  }

  return {
    async begin(actor, contactId, portalId) {
      need(actor, 'contact-view-as');
      await siteMap.refresh();
      const portal = siteMap.portals().find(({ id }) => id === portalId);
      if (!portal) return null;
      if (portal.state !== 'live') refused('portal', 'This portal is paused. Resume it first.');
      const found = await findSigningAddress(runtime.db, contactId);
      if (!found) return null;
      const row = found.address === '' ? null : await standingOf(portal, found.address);
      if (!row || number(row.contact_id) !== found.contactKey)
        return refused(
          'portal',
          'This contact cannot get in at that portal: there is nothing to see.',
        );
      const token = randomToken();
      await runtime.transaction(async (db: Connection) => {
        await addToken(db, {
          purpose: 'view-as',
          tokenHash: sha256(token),
          contactKey: found.contactKey,
          portalKey: portal.key,
          now: runtime.now(),
          expiresAt: runtime.now() + LINK_LIFETIME,
          data: { id: actor.id, name: actor.name },
        });
      });
      return { url: siteMap.url(portal.domain, `/${portal.slug}/view-as?token=${token}`) };
    },

    async isOpen(portal, token) {
      return (await findLink(portal, token)) !== null;
    },

    async enter({ portal, token, ...origin }) {
      const open = await findLink(portal, token);
      if (!open) return null;
      const row = await standingOf(portal, text(open.email));
      if (!row || number(row.contact_id) !== number(open.contact_id)) return null;
      const { id = '', name = '' } = jsonOf<{ id?: string; name?: string }>(open.data, {});
      return runtime.transaction(async (db) => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return null;
        return sessionStart.begin(db, row, {
          ...origin,
          // The admin's browser is no device of the customer's.
          deviceToken: '',
          portal,
          method: 'view-as',
          isRemembered: false,
          viewedBy: { id, name },
          endsAt: runtime.now() + VISIT,
        });
      });
    },

    async noteEnd({ viewer, viewedBy }) {
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: { kind: 'agent', id: '', name: viewedBy },
          action: 'view-as.ended',
          subject: { kind: 'contact', id: viewer.contactId },
          portalKey: viewer.portal.key,
        }),
      );
    },
  };
}
