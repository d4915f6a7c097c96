import { insert, type Connection } from './connection';
import { nameColumns } from './people';

export async function addCompany(
  db: Connection,
  name: string,
  emailDomains: string[],
  now: number,
): Promise<{ key: number; id: string }> {
  const company = await insert(db, 'cp_companies', { ...nameColumns(name), created_time: now });
  for (const domain of emailDomains)
    await insert(db, 'cp_company_email_domains', {
      company_id: company.key,
      domain: domain.toLowerCase(),
    });
  return company;
}

export async function joinPrimaryCompany(
  db: Connection,
  contactKey: number,
  companyKey: number,
  now: number,
): Promise<void> {
  await insert(db, 'cp_contact_companies', {
    contact_id: contactKey,
    company_id: companyKey,
    is_primary: true,
    joined_at: now,
  });
}
