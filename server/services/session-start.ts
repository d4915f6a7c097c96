import { deviceLine } from '../rules/device-name';
import { number, text, type Connection, type Row } from '../store/connection';
import { markSignedIn } from '../store/memberships';
import { isFactorOn } from '../store/second-factors';
import {
  endSession,
  removeOverSessions,
  startSession,
  type ProviderSession,
  type SessionFactor,
  type SignInMethod,
} from '../store/sessions';
import { removeClosedTokens } from '../store/tokens';
import type { Activity } from './activity';
import { randomToken, sha256, type Runtime } from './runtime';
import { fingerprintOf, overAt } from './sessions';
import type { SiteMap } from './site-map';
import type { PortalRecord, SignInOrigin } from './types';

const DAY = 24 * 60 * 60 * 1000;

export interface StartedSession extends SignInOrigin {
  portal: PortalRecord;
  method: SignInMethod;
  isRemembered: boolean;
  /** The admin who looks; nobody when it is the contact itself. */
  viewedBy?: { id: string; name: string };
  /** Epoch ms at the latest; what the portal says otherwise. */
  endsAt?: number;
  /** What the way in has proven beside the first factor; a passkey, or a provider that asks for two. */
  factor?: 'passkey' | 'provider';
  provider?: ProviderSession;
}

export interface SessionStart {
  /**
   * Begins a session of whoever `row` is (store/people.ts, `findForSignIn`), in the transaction of what proved it; returns
   * the token of its cookie. The caller has asked `mayEnter`. Of somebody with a second factor it shows nothing before that
   * was given (services/sessions.ts, `factorDue`), whichever way he came.
   */
  begin(db: Connection, row: Row, session: StartedSession): Promise<string>;
}

/** Who looks as somebody, or tries the portal, has none to give. */
const factorOf = async (
  db: Connection,
  contactKey: number,
  method: SignInMethod,
): Promise<SessionFactor> =>
  method !== 'view-as' && method !== 'test-link' && (await isFactorOn(db, contactKey))
    ? 'pending'
    : 'none';

/** Every way in ends here, so that each session is made, rotated and recorded the same. */
export function createSessionStart(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): SessionStart {
  return {
    async begin(db, row, session) {
      const { portal, method, viewedBy = { id: '', name: '' } } = session;
      const token = randomToken();
      const now = runtime.now();
      const contactKey = number(row.contact_id);
      const contactId = text(row.document_id);
      const { absoluteDays } = portal.settings.access;
      const isOwn = viewedBy.id === '';
      const factor = session.factor ?? (await factorOf(db, contactKey, method));
      // A browser has one session: the one whose cookie this one replaces would live on unseen.
      if (session.previousToken !== '') await endSession(db, sha256(session.previousToken));
      await removeOverSessions(db, contactKey, overAt(siteMap.portals(), now));
      await removeClosedTokens(db, contactKey, now);
      await startSession(db, {
        tokenHash: sha256(token),
        contactKey,
        domainKey: portal.domain.key,
        method,
        fingerprint: fingerprintOf(row),
        userAgent: session.userAgent,
        ip: session.ip,
        deviceHash: session.deviceToken === '' ? '' : sha256(session.deviceToken),
        viewedBy,
        isRemembered: session.isRemembered,
        factor,
        provider: session.provider,
        now,
        expiresAt: session.endsAt ?? now + absoluteDays * DAY,
      });
      if (isOwn && factor !== 'pending') await markSignedIn(db, number(row.membership_id), now);
      await activity.record(db, {
        actor: isOwn
          ? { kind: 'customer', id: contactId, name: text(row.name) }
          : { kind: 'agent', ...viewedBy },
        action: !isOwn
          ? 'contact.viewed-as'
          : factor === 'pending'
            ? 'session.factor-asked'
            : 'session.started',
        subject: { kind: 'contact', id: contactId },
        portalKey: portal.key,
        changes: {
          method: { before: '', after: method },
          ip: { before: '', after: session.ip },
          device: { before: '', after: deviceLine(session.userAgent) },
        },
      });
      return token;
    },
  };
}
