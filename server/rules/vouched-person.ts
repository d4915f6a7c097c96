import type {
  Claims,
  ProviderKind,
  ProviderPreset,
  ProviderSettings,
} from '../contracts/identity-providers';
import { domainOf, normaliseAddress, normaliseDomain } from './address';
import { offeredFor } from './languages';
import { nameOfAccount } from './registration';

/** A person as claims name it, before anybody looks at what the portal knows of it. */
export interface VouchedPerson {
  /** Normalised; '' for none. */
  address: string;
  /** The address is the person's: it may link to a contact, or make one. */
  isVerified: boolean;
  /** As the provider says it; '' where it says none that can be shown. */
  name: string;
  /** One that the portal speaks; ''. */
  language: string;
  /** A value for the map of companies; ''. */
  company: string;
  /** Values for the map of groups. */
  groups: string[];
}

type Mapping = ProviderSettings['mapping'];

export interface VouchingProvider {
  kind: ProviderKind;
  preset: ProviderPreset;
  settings: Pick<ProviderSettings, 'oidc' | 'emailTrust' | 'trustedDomains' | 'mapping'>;
}

const LONGEST_VALUE = 300;
const MOST_VALUES = 2000;

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

/** What `email_verified` speaks of: `email` and nothing else, where claims are those of OpenID Connect. */
const ADDRESSES: Record<ProviderKind, readonly string[]> = {
  oidc: ['email'],
  saml: [
    'email',
    `${CLAIM}/emailaddress`,
    'urn:oid:0.9.2342.19200300.100.1.3',
    'urn:oid:1.2.840.113549.1.9.1',
    'mail',
    'emailAddress',
    'Email',
    'NameID',
  ],
};
const NAMES = [
  'name',
  'displayName',
  'urn:oid:2.16.840.1.113730.3.1.241',
  'http://schemas.microsoft.com/identity/claims/displayname',
  'cn',
  'urn:oid:2.5.4.3',
];
const GIVEN = ['given_name', `${CLAIM}/givenname`, 'givenName', 'firstName', 'urn:oid:2.5.4.42'];
const FAMILY = ['family_name', `${CLAIM}/surname`, 'sn', 'lastName', 'urn:oid:2.5.4.4'];
const LANGUAGES = [
  'locale',
  'preferredLanguage',
  'preferred_language',
  'urn:oid:2.16.840.1.113730.3.1.39',
  'xms_pl',
];
const GROUPS = [
  'groups',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
  'http://schemas.xmlsoap.org/claims/Group',
  'memberOf',
  'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
];
/** The tenant of Entra, and the domain of a Google workspace. */
const COMPANIES: Partial<Record<ProviderPreset, readonly string[]>> = {
  entra: ['tid'],
  google: ['hd'],
};

/** How a person would enter, read from what a provider vouches for. `languages` are those of the portal. */
export function vouchedPerson(
  claims: Claims,
  provider: VouchingProvider,
  languages: readonly string[],
): VouchedPerson {
  const { mapping } = provider.settings;
  const address = normaliseAddress(textOf(claims, mapping.email, ADDRESSES[provider.kind]));
  const companies = COMPANIES[provider.preset] ?? [];
  return {
    address,
    isVerified: address !== '' && isVerified(claims, provider, address),
    name: nameOf(claims, mapping),
    language: offeredFor(textOf(claims, mapping.language, LANGUAGES), languages),
    company: textOf(claims, mapping.company, companies),
    groups: listOf(claims, mapping.groups),
  };
}

/** Whose people sign in at a provider of Microsoft: there, whoever runs a tenant types any address into `email` (nOAuth). */
const ENTRA =
  /^https:\/\/(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\//i;
/** Everybody's tenants: nobody answers for what stands in them. */
const ANY_TENANT = /^https:\/\/[^/]+\/(common|organizations|consumers|\{tenantid\})(\/|$)/i;

function isVerified(
  claims: Claims,
  { kind, preset, settings }: VouchingProvider,
  address: string,
): boolean {
  const { emailTrust, trustedDomains, mapping, oidc } = settings;
  if (emailTrust === 'always') return true;
  const isEntra = kind === 'oidc' && (preset === 'entra' || ENTRA.test(oidc.issuer));
  const isAnyTenants = isEntra && ANY_TENANT.test(oidc.issuer);
  const domains = emailTrust === 'domains' ? trustedDomains.map(normaliseDomain) : [];
  if (domains.includes(domainOf(address)) && !isAnyTenants) return true;
  // Another claim than the one that it speaks of is not proven by it.
  if (mapping.email !== '' && !ADDRESSES[kind].includes(mapping.email)) return false;
  if (isEntra) return ['true', '1'].includes(textOf(claims, 'xms_edov'));
  return textOf(claims, 'email_verified') === 'true';
}

function nameOf(claims: Claims, { name, givenName, familyName }: Mapping): string {
  const whole = name === '' ? '' : textOf(claims, name);
  const usual = textOf(claims, '', NAMES);
  const parts = [textOf(claims, givenName, GIVEN), textOf(claims, familyName, FAMILY)]
    .filter((part) => part !== '')
    .join(' ');
  const isSplit = givenName !== '' || familyName !== '';
  const names = isSplit ? [whole, parts, usual] : [whole, usual, parts];
  return names.map((one) => nameOfAccount(one, '')).find((one) => one !== '') ?? '';
}

/** A claim by its whole name, else by a way into it (`realm_access.roles`); never what every object has. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    const isInside = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    if (!isInside) return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

/** The first text of the chosen claim, or of the first usual one that has any. */
function textOf(claims: Claims, chosen: string, usual: readonly string[] = []): string {
  const names = chosen === '' ? usual : [chosen];
  for (const name of names) {
    const [found] = textsIn(claimOf(claims, name));
    if (found !== undefined) return found;
  }
  return '';
}

function listOf(claims: Claims, chosen: string): string[] {
  const names = chosen === '' ? GROUPS : [chosen];
  const value = names.map((name) => claimOf(claims, name)).find((one) => one !== undefined);
  const texts = textsIn(value);
  // What an LDAP server calls a group has commas in it: CN=Support,OU=Groups.
  const isListed = typeof value === 'string' && !value.includes('=');
  const found = isListed ? [...texts, ...value.split(',').flatMap(textsIn)] : texts;
  return [...new Set(found)];
}

/**
 * Texts of a value, one or several. What is longer than any value that means something is none, and so is what hides control
 * characters: without them it might be somebody else's.
 */
function textsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value];
  return values
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
    .map((one) => String(one).slice(0, LONGEST_VALUE + 1))
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.length <= LONGEST_VALUE && !/\p{Cc}/u.test(one));
}
