import { companyWords, type CompanyFoundBy } from '../rules/company-words';
import { number, select, text, type Connection, type Row } from './connection';
import { COMPANY_WORDS, saveWords, wordRows } from './record-words';

/** Rows of one company as `saveCompanyWords` writes them, for writers of many companies at once. */
export const companyWordRows = (companyKey: number, company: CompanyFoundBy): Row[] =>
  wordRows(COMPANY_WORDS, companyKey, companyWords(company));

/**
 * Makes the words of companies what they are to be: behind every change of a name, domain or old id, in its transaction.
 * A company is also found by the old ids of those that were merged into it.
 */
export async function saveCompanyWords(
  db: Connection,
  companyKeys: readonly number[],
): Promise<void> {
  if (companyKeys.length === 0) return;
  const marks = companyKeys.map(() => '?').join(', ');
  const companies = await select(
    db,
    `SELECT id, document_id, name, external_id FROM cp_companies WHERE id IN (${marks})`,
    companyKeys,
  );
  const domains = await select(
    db,
    `SELECT company_id, domain FROM cp_company_email_domains WHERE company_id IN (${marks})`,
    companyKeys,
  );
  const merged = await select(
    db,
    `SELECT merged_into, external_id FROM cp_companies WHERE merged_into IN (${marks})`,
    companyKeys.map((_, at) => text(companies[at]?.document_id) || 'none'),
  );
  const wanted = companies.flatMap((company) => {
    const [key, id] = [number(company.id), text(company.document_id)];
    return companyWordRows(key, {
      id,
      name: text(company.name),
      domains: domains
        .filter((row) => number(row.company_id) === key)
        .map((row) => text(row.domain)),
      externalIds: [company, ...merged.filter((row) => row.merged_into === id)].map((row) =>
        text(row.external_id),
      ),
    });
  });
  await saveWords(db, COMPANY_WORDS, companyKeys, wanted);
}
