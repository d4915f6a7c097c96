import type { PropertyValues } from '../contracts/properties';
import type { PropertyWrite } from './bulk-contacts';
import { idsOfOneBatch, insertKeyed, insertMany, rowsOf } from './bulk-rows';
import { companyWordRows } from './company-words';
import { newId, type Connection } from './connection';
import { nameColumns } from './people';
import { propertyValueRows } from './property-values';

export interface BulkCompany {
  name: string;
  externalId: string;
  createdTime: number;
  properties: PropertyValues;
  values: PropertyWrite[];
  domains: string[];
}

/** Makes companies as `addCompany` (store/companies.ts) makes one, in few statements; in the same order. */
export async function addCompanies(
  db: Connection,
  companies: BulkCompany[],
): Promise<{ key: number; id: string }[]> {
  const nextId = idsOfOneBatch();
  const ids = companies.map(nextId);
  const keys = await insertKeyed(
    db,
    'cp_companies',
    rowsOf(companies, (company, index) => [
      {
        document_id: ids[index],
        ...nameColumns(company.name),
        created_time: company.createdTime,
        external_id: company.externalId,
        properties: JSON.stringify(company.properties),
      },
    ]),
  );
  const made = ids.map((id, index) => ({ id, key: keys[index] ?? 0 }));
  await insertMany(
    db,
    'cp_company_email_domains',
    rowsOf(companies, ({ domains }, index) => domainRows(keys[index] ?? 0, domains, nextId)),
  );
  await insertMany(
    db,
    'cp_property_values',
    rowsOf(companies, ({ values }, index) =>
      propertyValueRows({ kind: 'company', companyKey: keys[index] ?? 0 }, values, nextId),
    ),
  );
  await insertMany(
    db,
    'cp_company_words',
    rowsOf(companies, ({ name, domains, externalId }, index) =>
      companyWordRows(made[index]?.key ?? 0, {
        id: ids[index] ?? '',
        name,
        domains,
        externalIds: [externalId],
      }),
    ),
  );
  return made;
}

const domainRows = (companyKey: number, domains: string[], nextId: () => string) =>
  domains.map((domain) => ({ document_id: nextId(), company_id: companyKey, domain }));

export async function addDomains(
  db: Connection,
  companyKey: number,
  domains: string[],
): Promise<void> {
  await insertMany(db, 'cp_company_email_domains', domainRows(companyKey, domains, newId));
}

export async function changeCompany(
  db: Connection,
  company: { key: number; name: string; externalId: string; properties: PropertyValues },
): Promise<void> {
  await db('cp_companies')
    .where({ id: company.key })
    .update({
      ...nameColumns(company.name),
      external_id: company.externalId,
      properties: JSON.stringify(company.properties),
    });
}

export async function setParent(
  db: Connection,
  companyKey: number,
  parentKey: number,
): Promise<void> {
  await db('cp_companies').where({ id: companyKey }).update({ parent_id: parentKey });
}
