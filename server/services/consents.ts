import { noticeFor, type Consent, type ShownNotice } from '../rules/consent';
import type { Connection } from '../store/connection';
import { addConsent, findConsents, findConsentText, keepConsentText } from '../store/consents';
import { endSession } from '../store/sessions';
import type { Activity } from './activity';
import { need, needOwn } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { AdminActor, CustomerViewer, PortalRecord } from './types';

export interface ConsentNotice extends ShownNotice {
  /** SHA-256 of the text. */
  textHash: string;
}

/** What everybody accepts before the first page of a portal (settings of access, `consent`). */
export interface ConsentsService {
  /** The notice for a reader of these languages, as the portal has it now; null where it has none. */
  notice(portal: PortalRecord, languages: readonly string[]): ConsentNotice | null;
  /**
   * The viewer accepts what he was shown. 'changed': the notice is another one by now, nothing was stored, and it is to
   * be shown again.
   */
  give(
    viewer: CustomerViewer,
    shown: { version: number; textHash: string },
  ): Promise<'given' | 'changed'>;
  /** Records that the viewer does not accept, and ends his session. */
  refuse(viewer: CustomerViewer): Promise<void>;
  /** What the viewer accepted last at the portal, with its wording. */
  lastOf(viewer: CustomerViewer): Promise<(Consent & { text: string }) | null>;
}

export interface Consents extends ConsentsService {
  /** A wording that somebody accepted, by the hash that a consent names; null when there is none. */
  textOf(
    actor: AdminActor,
    portalId: string,
    textHash: string,
  ): Promise<{ language: string; text: string } | null>;
}

export function createConsents(runtime: Runtime, activity: Activity): Consents {
  const record = (
    db: Connection,
    { contactId, contactName, portal }: CustomerViewer,
    action: 'consent.given' | 'consent.refused',
    version: number,
    language: string,
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', id: contactId, name: contactName },
      action,
      subject: { kind: 'contact', id: contactId },
      portalKey: portal.key,
      changes: {
        version: { before: '', after: String(version) },
        ...(language === '' ? {} : { language: { before: '', after: language } }),
      },
    });

  return {
    notice(portal, languages) {
      const { consent } = portal.settings.access;
      const shown = noticeFor(consent, [...languages, portal.domain.primaryLanguage]);
      return shown && { ...shown, textHash: sha256(shown.text) };
    },

    async give(viewer, { version, textHash }) {
      needOwn(viewer);
      const { portal, contactKey } = viewer;
      const { consent: notice } = portal.settings.access;
      const wording = Object.entries(notice.text).find(
        ([, words]) => words !== '' && sha256(words) === textHash,
      );
      if (!notice.isOn || version !== notice.version || !wording) return 'changed';
      const [language, words] = wording;
      const consent = { version, language, textHash, givenAt: runtime.now() };
      return runtime.transaction(async (db) => {
        const isSame = (given: Consent) => given.version === version;
        const done = await addConsent(db, contactKey, portal.key, consent, isSame);
        if (done === 'added') {
          await keepConsentText(db, portal.key, { textHash, language, text: words }, runtime.now());
          await record(db, viewer, 'consent.given', version, language);
        }
        return done === 'no-member' ? 'changed' : 'given';
      });
    },

    async refuse(viewer) {
      needOwn(viewer);
      await runtime.transaction(async (db) => {
        await endSession(db, viewer.sessionKey);
        await record(
          db,
          viewer,
          'consent.refused',
          viewer.portal.settings.access.consent.version,
          '',
        );
      });
    },

    async lastOf({ contactKey, portal }) {
      const last = (await findConsents(runtime.db, contactKey, portal.key))?.at(-1);
      if (!last) return null;
      const kept = await findConsentText(runtime.db, portal.id, last.textHash);
      return { ...last, text: kept?.text ?? '' };
    },

    textOf(actor, portalId, textHash) {
      need(actor, 'contact-read');
      return findConsentText(runtime.db, portalId, textHash);
    },
  };
}
