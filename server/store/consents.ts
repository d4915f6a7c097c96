import { readConsents, type Consent } from '../rules/consent';
import { change, newId, number, selectOne, text, type Connection } from './connection';

/** What a contact has accepted at a portal; null where it is no member. */
export async function findConsents(
  db: Connection,
  contactKey: number,
  portalKey: number,
): Promise<Consent[] | null> {
  const row = await selectOne(
    db,
    'SELECT consents FROM cp_memberships WHERE contact_id = ? AND portal_id = ?',
    [contactKey, portalKey],
  );
  return row && readConsents(row.consents);
}

/** Adds one more, unless `isKnown` finds it among those that are there by then: two tabs at once give one. */
export async function addConsent(
  db: Connection,
  contactKey: number,
  portalKey: number,
  consent: Consent,
  isKnown: (given: Consent) => boolean,
): Promise<'added' | 'known' | 'no-member'> {
  const row = (await db('cp_memberships')
    .select('id', 'consents')
    .where({ contact_id: contactKey, portal_id: portalKey })
    .forUpdate()
    .first()) as { id: unknown; consents: unknown } | undefined;
  if (!row) return 'no-member';
  const given = readConsents(row.consents);
  if (given.some(isKnown)) return 'known';
  const consents = JSON.stringify([...given, consent]);
  await change(db, 'cp_memberships', { id: number(row.id) }, { consents });
  return 'added';
}

/** Keeps a wording once for each portal. */
export async function keepConsentText(
  db: Connection,
  portalKey: number,
  { textHash, language, text: words }: { textHash: string; language: string; text: string },
  now: number,
): Promise<void> {
  await db('cp_consent_texts')
    .insert({
      document_id: newId(),
      portal_id: portalKey,
      text_hash: textHash,
      language,
      text: words,
      created_time: now,
    })
    .onConflict(['portal_id', 'text_hash'])
    .ignore();
}

/** A wording that somebody accepted at a portal (public id); null when nobody did. */
export async function findConsentText(
  db: Connection,
  portalId: string,
  textHash: string,
): Promise<{ language: string; text: string } | null> {
  const row = await selectOne(
    db,
    `SELECT t.language, t.text FROM cp_consent_texts t JOIN cp_portals p ON p.id = t.portal_id
     WHERE p.document_id = ? AND t.text_hash = ?`,
    [portalId, textHash],
  );
  return row && { language: text(row.language), text: text(row.text) };
}
