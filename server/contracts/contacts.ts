import * as z from 'zod/mini';
import { id, LANGUAGE, line, optionalLine, recordQuery } from './lists';
import type { PropertyValues } from './properties';
import type { ActivityView, AgentTicketRow } from './tickets';

/** Standings at a portal; no membership at all is no access. Who is `waiting` registered and waits for an admin's approval. */
export const STANDINGS = ['registered', 'invited', 'waiting', 'disabled'] as const;
export type Standing = (typeof STANDINGS)[number];

export const CONTACT_SORTS = ['name', '-name', 'created', '-created'] as const;

export const ADDRESSES_COUNT = 20;
export const COMPANIES_COUNT = 50;

export const contactListQuery = z.extend(recordQuery, {
  company: z.optional(id),
  portal: z.optional(id),
  /** At the chosen portal, or at any. */
  standing: z._default(z.enum(['', ...STANDINGS, 'none']), ''),
  language: z._default(z.string().check(z.maxLength(35)), ''),
  /** `bin` lists what is in the bin, and nothing else does. */
  state: z._default(z.enum(['living', 'bin']), 'living'),
});
export type ContactListQuery = z.infer<typeof contactListQuery>;

export interface ContactRow {
  id: string;
  name: string;
  /** The primary e-mail address; '' when there is none. */
  address: string;
  /** The primary company; '' when there is none. */
  company: string;
  portals: { name: string; standing: Standing }[];
  /** Epoch ms; 0 when nobody knows. */
  createdAt: number;
}

function isTimeZone(zone: string): boolean {
  if (zone === '') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const address = z.object({
  address: line('Enter an e-mail address, for example ana@example.com.', 320),
  isPrimary: z._default(z.boolean(), false),
  isMembership: z._default(z.boolean(), false),
});

const company = z.object({
  id,
  isPrimary: z._default(z.boolean(), false),
  /** Sees the company's tickets where the portal leaves that to the contact. */
  seesTickets: z._default(z.boolean(), false),
  isManager: z._default(z.boolean(), false),
});

/** Everything of a contact that an admin sets in one form. */
export const contactInput = z.object({
  name: line('Enter a name.'),
  phone: optionalLine(40),
  language: z._default(
    z.string().check(
      z.trim(),
      z.maxLength(35),
      z.refine((value) => value === '' || LANGUAGE.test(value), 'Choose a language.'),
    ),
    '',
  ),
  timeZone: z._default(
    z
      .string()
      .check(
        z.trim(),
        z.maxLength(64),
        z.refine(isTimeZone, 'Enter a time zone, for example Europe/Lisbon.'),
      ),
    '',
  ),
  /** Exactly one is primary and one the membership address, which signs in. */
  addresses: z
    .array(address)
    .check(z.maxLength(ADDRESSES_COUNT, `Use at most ${ADDRESSES_COUNT} addresses.`)),
  companies: z._default(
    z
      .array(company)
      .check(z.maxLength(COMPANIES_COUNT, `Use at most ${COMPANIES_COUNT} companies.`)),
    [],
  ),
  /** By the key of a custom property, as typed or chosen; '' takes a value away. */
  properties: z._default(
    z.record(
      z.string().check(z.maxLength(64)),
      z.union([z.string(), z.array(z.string()).check(z.maxLength(500))]),
    ),
    {},
  ),
});
export type ContactInput = z.infer<typeof contactInput>;

export interface ContactAddress {
  address: string;
  isPrimary: boolean;
  isMembership: boolean;
  isVerified: boolean;
}

export interface ContactCompany {
  id: string;
  name: string;
  isPrimary: boolean;
  seesTickets: boolean;
  isManager: boolean;
}

/** One acceptance of a portal's notice, as its membership keeps it: never changed, only added to. */
export interface Consent {
  version: number;
  /** Of the text as it was shown. */
  language: string;
  /** SHA-256 of that text, so that it can be told which wording it was. */
  textHash: string;
  /** Epoch ms. */
  givenAt: number;
}

export interface ContactMembership {
  portal: { id: string; name: string };
  standing: Standing;
  /** Epoch ms; 0 means never. */
  registeredAt: number;
  lastSignInAt: number;
  disabledAt: number;
  /** Acceptances of the portal's notice, the newest first. */
  consents: Consent[];
}

export interface ContactTicket {
  id: string;
  number: string;
  subject: string;
  status: AgentTicketRow['status'];
  openedAt: number;
}

export interface ContactDetail {
  id: string;
  name: string;
  phone: string;
  language: string;
  timeZone: string;
  externalId: string;
  /** Epoch ms; 0 when nobody knows, or not in the bin. */
  createdAt: number;
  trashedAt: number;
  /** Since when it asks to be erased; 0 when it does not. */
  erasureAskedAt: number;
  /** Under a legal hold. */
  isHeld: boolean;
  /** Whether there is an account with a password, so that the contact can sign in. */
  hasAccount: boolean;
  properties: PropertyValues;
  addresses: ContactAddress[];
  companies: ContactCompany[];
  groups: { id: string; name: string; kind: 'static' | 'dynamic' }[];
  memberships: ContactMembership[];
  /** The newest ten; null when the reader may not read tickets. */
  tickets: ContactTicket[] | null;
  /** The newest twenty, also of contacts that were merged into this one. */
  activity: ActivityView[];
}

/** What the address of a merged contact answers. */
export interface MergedContact {
  mergedInto: string;
}

/** What a merge shows of each contact. */
export interface ContactMergeSide {
  id: string;
  name: string;
  addresses: string[];
  hasAccount: boolean;
  tickets: number;
}
