import * as z from 'zod/mini';
import { LANGUAGE, line } from './lists';

/** `failed` is a domain that was never verified and whose last check found why; a verified one may have a problem too. */
export const DOMAIN_STATES = ['pending', 'verified', 'failed'] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

/** Why the check of a domain did not find this server there; each has its words in the admin (`domains.problem.…`). */
export const DOMAIN_PROBLEMS = [
  'name-not-found',
  'name-unanswered',
  'private-address',
  'refused',
  'unreachable',
  'timeout',
  'tls-expired',
  'tls-name',
  'tls-untrusted',
  'tls',
  'redirect',
  'other-server',
  'other-installation',
  'proxy-host',
  'proxy-scheme',
  'proxy-path',
] as const;

export interface DomainProblem {
  code: (typeof DOMAIN_PROBLEMS)[number];
  /** What the words are about: a status, a certificate's date, an address; '' where nothing is to be named. */
  detail: string;
  /** What the TXT record says; '' where the host can have none. */
  txt: 'missing' | 'wrong' | 'right' | '';
}

export interface DomainRow {
  id: string;
  /** scheme://host[:port], an international name as punycode. */
  origin: string;
  /** '' or '/base'. */
  basePath: string;
  primaryLanguage: string;
  /** The server's own address, which is built in. */
  isSystem: boolean;
  /** Strapi's admin and API answer there too. */
  servesAdmin: boolean;
  state: DomainState;
  /** What the last check found; a verified domain goes on being served with it. */
  problem: DomainProblem | null;
  /** Epoch ms; 0 before the first check. */
  checkedAt: number;
  portals: { id: string; name: string }[];
  knowledgeBases: { id: string; title: string }[];
}

export interface DomainDetail extends DomainRow {
  /** How a domain is proven to be the company's; null where there is nothing to prove (the system domain, *.localhost). */
  verification: {
    /** What the server asks for through the proxy. */
    url: string;
    /** The TXT record that stands for it before the switch-over; null for an IP address. */
    txt: { name: string; value: string } | null;
  } | null;
}

export interface LanguageChoice {
  code: string;
  /** Strapi has a locale of this code, so the knowledge base can be written in it. */
  isInStrapi: boolean;
}

/** What a page chooses from that puts something on a domain, or connects one: GET /domain-choices. */
export interface DomainChoices {
  /** Every domain, the system domain first. */
  domains: DomainRow[];
  languages: LanguageChoice[];
  /** The person's role may add locales to Strapi. */
  canAddLocale: boolean;
}

const language = z
  .string('Choose a language.')
  .check(z.maxLength(35, 'Choose a language.'), z.regex(LANGUAGE, 'Choose a language.'));

/** POST /domains: checked at once, and answered as a DomainDetail whether it is verified or not. */
export const newDomain = z.object({
  /** As typed: help.example.com, https://example.com/support. */
  address: line('Enter a domain, for example help.example.com.', 300),
  primaryLanguage: language,
  /** Adds the language to Strapi's locales when it is not there. */
  addLocale: z._default(z.boolean(), false),
});
export type NewDomain = z.infer<typeof newDomain>;

/** PUT /domains/:id. */
export const domainInput = z.object({
  primaryLanguage: language,
  addLocale: z._default(z.boolean(), false),
  servesAdmin: z._default(z.boolean(), false),
});
export type DomainInput = z.infer<typeof domainInput>;
