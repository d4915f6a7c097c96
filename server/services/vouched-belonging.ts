import type { ProviderSettings } from '../contracts/identity-providers';
import { domainOf } from '../rules/address';
import type { VouchedPerson } from '../rules/vouched-person';
import {
  addMembers,
  listAccessGroups,
  listMembersAmong,
  removeMembers,
} from '../store/access-groups';
import { findAnyCompany, findDomainOwner } from '../store/companies';
import { findLink } from '../store/company-contacts';
import { number, text, type Connection } from '../store/connection';
import { SYSTEM, type Activity } from './activity';
import { joinAsMember, joinByDomain } from './company-joining';

export interface Named {
  key: number;
  id: string;
  name: string;
}

/** What a provider's claims and settings make somebody belong to. */
export interface Belonging {
  /** Membership only, never sight of its tickets; null for none. */
  company: Named | null;
  /** Static access groups that the mapping names and that are there, with whether the person is to be in. */
  groups: (Named & { isIn: boolean })[];
}

type Rules = Pick<ProviderSettings, 'company' | 'groups'>;

/** By its public id, wherever it was merged to; null when it is gone. */
async function livingCompany(db: Connection, id: string): Promise<Named | null> {
  const named = id === '' ? null : await findAnyCompany(db, id);
  const keptId = text(named?.merged_into);
  const row = keptId === '' ? named : await findAnyCompany(db, keptId);
  if (!row || number(row.trashed_at) > 0 || text(row.merged_into) !== '') return null;
  return { key: number(row.id), id: text(row.document_id), name: text(row.name) };
}

async function companyOfDomain(db: Connection, domain: string): Promise<Named | null> {
  const owner = await findDomainOwner(db, domain);
  return owner?.isLiving ? owner : null;
}

async function companyOf(
  db: Connection,
  { company: { by, values, fixed } }: Rules,
  { address, isVerified, company }: VouchedPerson,
): Promise<Named | null> {
  switch (by) {
    case 'none':
      return null;
    case 'domain':
      return isVerified ? companyOfDomain(db, domainOf(address)) : null;
    case 'claim': {
      const line = company === '' ? undefined : values.find(({ value }) => value === company);
      return livingCompany(db, line?.id ?? '');
    }
    case 'fixed':
      return livingCompany(db, fixed);
  }
}

/** Read from the records that the settings name: what is not there (any more) means nothing. */
export async function belongingOf(
  db: Connection,
  settings: Rules,
  person: VouchedPerson,
): Promise<Belonging> {
  const told = new Set(person.groups);
  const wanted = new Set(
    settings.groups.filter(({ value }) => told.has(value)).map(({ id }) => id),
  );
  const mapped = new Set(settings.groups.map(({ id }) => id));
  const groups =
    mapped.size === 0
      ? []
      : (await listAccessGroups(db)).filter(({ id, kind }) => kind === 'static' && mapped.has(id));
  return {
    company: await companyOf(db, settings, person),
    groups: groups.map(({ key, id, name }) => ({ key, id, name, isIn: wanted.has(id) })),
  };
}

/**
 * Makes a contact belong to it, in the transaction of its sign-in. Groups are kept in step among those that the mapping
 * names; a company is only added, and whoever left it does not join again.
 */
export async function makeBelong(
  db: Connection,
  activity: Activity,
  contact: Named,
  settings: Rules,
  { company, groups }: Belonging,
  now: number,
): Promise<void> {
  if (settings.company.by === 'domain') await joinByDomain(db, activity, contact, now);
  else if (company && !(await findLink(db, contact.key, company.key)))
    await joinAsMember(db, activity, contact, company, 'company.joined-by-provider', now);
  const among = groups.map(({ key }) => key);
  const current = new Set(
    (await listMembersAmong(db, among, [contact.key])).map(({ groupKey }) => groupKey),
  );
  for (const group of groups) {
    if (group.isIn === current.has(group.key)) continue;
    if (group.isIn) await addMembers(db, group.key, [contact.key], now);
    else await removeMembers(db, group.key, [contact.key]);
    const value = { before: group.isIn ? '' : contact.name, after: group.isIn ? contact.name : '' };
    await activity.record(db, {
      actor: SYSTEM,
      action: group.isIn ? 'access-group.members-added' : 'access-group.members-removed',
      subject: { kind: 'access-group', id: group.id },
      portalKey: 0,
      changes: { contact: value },
    });
  }
}
