import type { PropertyValues } from '../contracts/properties';
import type { PropertyWrite } from './bulk-contacts';
import { insertMany, keysById } from './bulk-rows';
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
  const ids = companies.map(() => newId());
  await insertMany(
    db,
    'cp_companies',
    companies.map((company, index) => ({
      document_id: ids[index],
      ...nameColumns(company.name),
      created_time: company.createdTime,
      external_id: company.externalId,
      properties: JSON.stringify(company.properties),
    })),
  );
  const keys = await keysById(db, 'cp_companies', ids);
  const made = ids.map((id) => ({ id, key: keys.get(id) ?? 0 }));
  for (const [index, { domains }] of companies.entries())
    await addDomains(db, made[index]?.key ?? 0, domains);
  await insertMany(
    db,
    'cp_property_values',
    companies.flatMap((company, index) =>
      propertyValueRows({ kind: 'company', companyKey: made[index]?.key ?? 0 }, company.values),
    ),
  );
  return made;
}

export async function addDomains(
  db: Connection,
  companyKey: number,
  domains: string[],
): Promise<void> {
  await insertMany(
    db,
    'cp_company_email_domains',
    domains.map((domain) => ({ document_id: newId(), company_id: companyKey, domain })),
  );
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
