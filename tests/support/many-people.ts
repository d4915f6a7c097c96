import type { Services } from '../../server/services';
import { addCompanies } from '../../server/store/bulk-companies';
import { addContacts } from '../../server/store/bulk-contacts';
import { insertMany } from '../../server/store/bulk-rows';
import { dialectOf, newId } from '../../server/store/connection';

const BATCH = 1000;
const SURNAMES = ['Martin', 'Okafor', 'Silva', 'Novak', 'Lindqvist', 'Haddad', 'Moreau', 'Costa'];
const TRADES = ['Harbour', 'Energy', 'Water', 'Logistics'];
/**
 * Contacts and as many companies as the services would write them. Each is hard for some list: nobody named Martin speaks
 * French, nearly everybody is registered, and every company is a Group.
 */
export async function addManyPeople(
  { runtime }: Services,
  portalKey: number,
  count: number,
  /** Of so many contacts one has no membership. */
  outside = 20_000,
): Promise<void> {
  const now = runtime.now();
  for (let done = 0; done < count; done += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - done) }, (_, at) => done + at + 1);
    await runtime.transaction(async (db) => {
      const companies = await addCompanies(
        db,
        numbers.map((at) => ({
          name: `${TRADES[at % TRADES.length] ?? ''} ${at} Group`,
          externalId: `hs-${at}`,
          createdTime: now - at * 60_000,
          properties: {},
          values: [],
          domains: [`group${at}.example`],
        })),
      );
      const contacts = await addContacts(
        db,
        numbers.map((at, index) => {
          const surname = SURNAMES[at % SURNAMES.length] ?? '';
          const language = surname !== 'Martin' && at % 3 === 0 ? 'fr' : 'en';
          return {
            name: `Person ${at} ${surname}`,
            phone: '',
            language,
            timeZone: 'Europe/Paris',
            externalId: '',
            createdTime: now - at * 60_000,
            properties: {},
            values: [],
            addresses: [{ address: `user${at}@group${at}.example`, hash: `many ${at}` }],
            companyKey: companies[index]?.key ?? 0,
          };
        }),
        now,
      );
      await insertMany(
        db,
        'cp_memberships',
        contacts
          .filter((_, index) => (numbers[index] ?? 0) % outside > 0)
          .map(({ key }) => ({
            document_id: newId(),
            contact_id: key,
            portal_id: portalKey,
            state: 'registered',
            consents: '{}',
            registered_at: now,
            last_sign_in_at: 0,
            disabled_at: 0,
          })),
      );
    });
  }
  // As PostgreSQL and MariaDB do by themselves within minutes.
  const tables = [
    'cp_contacts',
    'cp_contact_words',
    'cp_contact_companies',
    'cp_companies',
    'cp_company_words',
    'cp_company_email_domains',
    'cp_memberships',
  ];
  const dialect = dialectOf(runtime.db);
  if (dialect === 'mysql') await runtime.db.raw(`ANALYZE TABLE ${tables.join(', ')}`);
  if (dialect === 'postgres') for (const table of tables) await runtime.db.raw(`ANALYZE ${table}`);
}
