import type { PropertySubject } from '../contracts/properties';
import { dialectOf, type Connection } from './connection';

/** Tables that rows of a subject fill. */
const FILLED: Record<PropertySubject, readonly string[]> = {
  company: ['cp_companies', 'cp_company_email_domains'],
  contact: ['cp_contacts', 'cp_contact_addresses', 'cp_contact_companies', 'cp_contact_words'],
  ticket: ['cp_tickets', 'cp_participants', 'cp_conversations', 'cp_messages'],
};

/**
 * Tells PostgreSQL what the tables of a subject hold now. It plans by that, and looks for itself a minute later at best:
 * until then it would read a table that has just grown from its beginning to its end for each batch, and for each list.
 */
export async function renewStatistics(db: Connection, subject: PropertySubject): Promise<void> {
  if (dialectOf(db) !== 'postgres') return;
  for (const table of [...FILLED[subject], 'cp_property_values', 'cp_activities'])
    await db.raw(`ANALYZE ${table}`);
}
