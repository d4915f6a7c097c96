import type { Connection } from '../store/connection';
import { hasPrimaryCompany, listCompaniesByDomain, saveLink } from '../store/company-contacts';
import { SYSTEM, type Activity } from './activity';

/**
 * Makes a contact a member of the companies whose domains its verified addresses have: membership only, never sight of
 * their tickets. Whoever left a company does not join it again so. Behind every change of a verified address, in its transaction.
 */
export async function joinByDomain(
  db: Connection,
  activity: Activity,
  contact: { key: number; id: string; name: string },
  now: number,
): Promise<void> {
  for (const company of await listCompaniesByDomain(db, contact.key)) {
    const isPrimary = !(await hasPrimaryCompany(db, contact.key));
    const flags = { isPrimary, seesTickets: false, isManager: false, isByDomain: true };
    await saveLink(db, contact.key, company.key, flags, now);
    await activity.record(db, {
      actor: SYSTEM,
      action: 'company.joined-by-domain',
      subject: { kind: 'company', id: company.id },
      portalKey: 0,
      changes: { contact: { before: '', after: contact.name } },
    });
  }
}
