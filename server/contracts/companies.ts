import * as z from 'zod/mini';
import { id, line, optionalLine, recordQuery, withoutNul, type Counted } from './lists';
import type { PropertyValues } from './properties';
import type { ActivityView, AgentTicketRow } from './tickets';

export const COMPANY_SORTS = ['name', '-name', 'created', '-created'] as const;
export const DOMAINS_COUNT = 100;
/** Companies from the topmost parent down to the lowest child. */
export const COMPANY_DEPTH = 5;
/** More than so many at once are asked about. */
export const ASKED_ABOVE = 20;

export const companyListQuery = z.extend(recordQuery, {
  /** `bin` lists what is in the bin, and nothing else does. */
  state: z._default(z.enum(['living', 'bin']), 'living'),
});
export type CompanyListQuery = z.infer<typeof companyListQuery>;

export interface CompanyRow {
  id: string;
  name: string;
  domains: string[];
  /** Name of the parent; '' when there is none. */
  parent: string;
  contacts: Counted;
  openTickets: Counted;
  /** Epoch ms; 0 when nobody knows. */
  createdAt: number;
}

const domain = z.object({
  domain: line('Enter a domain, for example harbour.example.'),
  /** Whoever has a verified address of this domain sees the company's tickets where the portal shows them. */
  isTrusted: z._default(z.boolean(), false),
});

/** Everything of a company that an admin sets in one form. */
export const companyInput = z.object({
  name: line('Enter a name.'),
  externalId: optionalLine(),
  domains: z._default(
    z.array(domain).check(z.maxLength(DOMAINS_COUNT, `Use at most ${DOMAINS_COUNT} domains.`)),
    [],
  ),
  /** Public id of the parent; '' for none. */
  parent: z._default(z.union([id, z.literal('')]), ''),
  /** By the key of a custom property, as typed or chosen; '' takes a value away. */
  properties: z._default(
    z.record(
      z.string().check(z.maxLength(64)),
      z.union([z.string(), z.array(z.string()).check(z.maxLength(500))]),
    ),
    {},
  ),
});
export type CompanyInput = z.infer<typeof companyInput>;

export interface CompanyTicket {
  id: string;
  number: string;
  subject: string;
  requester: string;
  status: AgentTicketRow['status'];
  openedAt: number;
}

/** What a portal shows of companies' tickets. */
export interface PortalSight {
  name: string;
  ticketPermission: 'associated' | 'company' | 'filter';
  ticketCompanies: 'primary' | 'all';
  includesChildren: boolean;
  keepsOwnAfterLeaving: boolean;
}

export interface CompanyDetail {
  id: string;
  name: string;
  externalId: string;
  /** Epoch ms; 0 when nobody knows, or not in the bin. */
  createdAt: number;
  trashedAt: number;
  domains: { domain: string; isTrusted: boolean }[];
  parent: { id: string; name: string } | null;
  /** The first fifty by name. */
  children: { id: string; name: string }[];
  properties: PropertyValues;
  /** The newest ten; null when the reader may not read tickets. */
  tickets: CompanyTicket[] | null;
  /** The newest twenty, also of companies that were merged into this one. */
  activity: ActivityView[];
  portals: PortalSight[];
}

/** What the address of a merged company answers. */
export interface MergedCompany {
  mergedInto: string;
}

/** Companies to choose from while typing. */
export interface CompanyChoice {
  id: string;
  name: string;
  /** The first domain; tells companies of the same name apart. */
  domain: string;
}
export const companyChoiceQuery = z.object({
  q: z._default(z.string().check(withoutNul, z.maxLength(200)), ''),
  /** Public ids between commas: whose names are wanted, whatever is typed. */
  ids: z._default(
    z.pipe(
      z.string().check(z.maxLength(4000)),
      z.transform((ids) => ids.split(',').filter(Boolean)),
    ),
    [],
  ),
});
export type CompanyChoiceQuery = z.infer<typeof companyChoiceQuery>;

export const companyContactsQuery = z.pick(recordQuery, { q: true, cursor: true });
export type CompanyContactsQuery = z.infer<typeof companyContactsQuery>;

export interface CompanyContact {
  id: string;
  name: string;
  address: string;
  isPrimary: boolean;
  seesTickets: boolean;
  isManager: boolean;
  /** Joined by a verified address of a domain; nobody added it. */
  isByDomain: boolean;
  /** A manager of the company keeps its tickets from the contact; letting it see them ends that. */
  isWithheld: boolean;
  /** Has a verified address of a trusted domain. */
  isTrusted: boolean;
}

/** Adds a contact to a company, or changes how it belongs to it. */
export const companyContactInput = z.object({
  isPrimary: z._default(z.boolean(), false),
  seesTickets: z._default(z.boolean(), false),
  isManager: z._default(z.boolean(), false),
});
export type CompanyContactInput = z.infer<typeof companyContactInput>;

/** Contacts with a verified address of a company's domains that do not belong to it. */
export interface Joinable {
  count: Counted;
  sample: { id: string; name: string; address: string }[];
}

/** `confirmed` is the number that was shown; needed above 20. */
export const joinInput = z.object({ confirmed: z._default(z.number(), 0) });

/** What goes with a company into the bin. */
export interface CompanyDeletion {
  contacts: Counted;
  openTickets: Counted;
  children: number;
  domains: string[];
}

/** What a merge shows of each company. */
export interface CompanyMergeSide {
  id: string;
  name: string;
  domains: string[];
  contacts: Counted;
  tickets: Counted;
  children: number;
}
