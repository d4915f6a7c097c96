import { COMPANY_DEPTH, type CompanyInput } from '../contracts/companies';
import { normaliseDomain } from '../rules/address';
import { isFreeMail } from '../rules/free-mail';
import { findDomainOwner, findLivingCompany, levelsBelow, listAncestors } from '../store/companies';
import type { Connection } from '../store/connection';
import { refused, refusedAll } from './refusals';

type Domains = CompanyInput['domains'];

/** Domains as they are stored; what is none, is there twice, or belongs to everybody is refused beside its field. */
export function readDomains(typed: Domains): Domains {
  const domains = typed.map(({ domain, isTrusted }) => ({
    domain: normaliseDomain(domain.replace(/^@/, '')),
    isTrusted,
  }));
  refusedAll(
    domains.flatMap(({ domain }, index) => {
      const path = `domains.${index}.domain`;
      if (domain === '') return [{ path, message: 'Enter a domain, for example harbour.example.' }];
      if (isFreeMail(domain))
        return [
          {
            path,
            message: `Anybody can have an address of ${domain}. Use the company's own domain.`,
          },
        ];
      if (domains.findIndex((other) => other.domain === domain) < index)
        return [{ path, message: 'This domain is there twice.' }];
      return [];
    }),
  );
  return domains;
}

/** Refuses what another company has; whose it is is named, so that a page can link there. */
export async function refuseTakenDomains(
  db: Connection,
  domains: Domains,
  ownKey: number,
): Promise<void> {
  for (const [index, { domain }] of domains.entries()) {
    const owner = await findDomainOwner(db, domain);
    if (owner?.isLiving && owner.key !== ownKey)
      refused(`domains.${index}.domain`, `${domain} belongs to ${owner.name}.`, {
        company: { id: owner.id, name: owner.name },
      });
  }
}

/** Key of the chosen parent, 0 for none; no company stands below itself, or deeper than companies go. */
export async function parentKeyOf(
  db: Connection,
  { parent: parentId }: CompanyInput,
  ownKey: number,
): Promise<number> {
  if (parentId === '') return 0;
  const parent = await findLivingCompany(db, parentId);
  if (!parent) return refused('parent', 'Choose a company that exists.');
  const above = [parent.key, ...(await listAncestors(db, parent.key))];
  if (ownKey > 0 && above.includes(ownKey))
    refused('parent', 'A company cannot stand below itself. Choose another parent.');
  const below = ownKey > 0 ? await levelsBelow(db, ownKey) : 0;
  if (above.length + 1 + below > COMPANY_DEPTH)
    refused(
      'parent',
      `Companies go ${COMPANY_DEPTH} levels deep. Choose a parent that stands higher.`,
    );
  return parent.key;
}
