import type { TicketSettings } from '../contracts/portal-settings';
import { meetsFilterGroups, type FilterFields, type FilterRecord } from './filter-groups';

/** Where a ticket stands, as far as seeing it is concerned. Keys are numeric ids. */
export interface TicketStanding {
  portalKey: number;
  companyKey: number;
  isPrivate: boolean;
  isAssociated: boolean;
}

/** What of a customer decides which tickets he sees at a portal. */
export interface TicketReader {
  portalKey: number;
  /** Companies whose tickets he sees. */
  companyKeys: readonly number[];
  /** Companies that he left: not even his own tickets there are his any more. */
  leftCompanyKeys: readonly number[];
}

/** Whether a customer may see a ticket: of this portal, and his own or of a company whose tickets he sees. */
export function maySeeTicket(reader: TicketReader, ticket: TicketStanding): boolean {
  if (ticket.portalKey !== reader.portalKey) return false;
  if (reader.leftCompanyKeys.includes(ticket.companyKey)) return false;
  if (ticket.isAssociated) return true;
  return (
    !ticket.isPrivate && ticket.companyKey !== 0 && reader.companyKeys.includes(ticket.companyKey)
  );
}

/** How a contact belongs to a company, or belonged to it. */
export interface CompanyLink {
  key: number;
  isPrimary: boolean;
  /** An admin lets the contact see the company's tickets. */
  seesTickets: boolean;
  isManager: boolean;
  /** Joined by a verified address of a domain; nobody gave it. */
  isByDomain: boolean;
  /** A manager of the company keeps its tickets from him. */
  isWithheld: boolean;
  /** Has a verified address of a domain of the company that is trusted. */
  isTrusted: boolean;
  hasLeft: boolean;
}

export type TicketSight = Pick<
  TicketSettings,
  'permission' | 'permissionFilter' | 'companies' | 'includesChildren' | 'keepsOwnAfterLeaving'
>;

/** Companies whose tickets one contact sees at most: each is an index read of its list. */
export const MOST_COMPANIES = 100;

/** Joining by a domain is membership only; sight needs somebody's word or a trusted domain. */
export const opensTickets = (link: Omit<CompanyLink, 'key' | 'hasLeft'>): boolean =>
  link.isManager ||
  (!link.isWithheld &&
    (link.seesTickets || link.isTrusted || (link.isPrimary && !link.isByDomain)));

/**
 * Companies whose tickets a contact sees at a portal, the primary one first. The portal says whether any, whether others
 * than the primary one, and whether children; the contact's link says which. `childrenOf` names children by parent.
 */
export function visibleCompanies(
  sight: TicketSight,
  contact: { companies: readonly CompanyLink[]; record: FilterRecord },
  childrenOf: ReadonlyMap<number, readonly number[]>,
  fields: FilterFields,
  now: number,
): number[] {
  if (sight.permission === 'associated') return [];
  const links = contact.companies
    .filter((link) => !link.hasLeft && opensTickets(link))
    .filter((link) => link.isPrimary || sight.companies === 'all')
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
  if (
    links.length === 0 ||
    (sight.permission === 'filter' &&
      !meetsFilterGroups(sight.permissionFilter, contact.record, fields, now))
  )
    return [];
  const seen = new Set(links.map(({ key }) => key));
  // A set is walked in the order of adding, also what is added meanwhile: parents before their children, each once.
  if (sight.includesChildren)
    for (const key of seen) for (const child of childrenOf.get(key) ?? []) seen.add(child);
  return [...seen].slice(0, MOST_COMPANIES);
}

/** Companies that a contact left and whose tickets are therefore out of sight, own ones too. */
export function leftCompanies(
  sight: Pick<TicketSight, 'keepsOwnAfterLeaving'>,
  companies: readonly CompanyLink[],
  visible: readonly number[],
): number[] {
  if (sight.keepsOwnAfterLeaving) return [];
  return companies
    .filter(({ key, hasLeft }) => hasLeft && !visible.includes(key))
    .map(({ key }) => key);
}
