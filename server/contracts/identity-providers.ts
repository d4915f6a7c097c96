import * as z from 'zod/mini';
import { id, line, optionalLine, withoutNul } from './lists';
import { emailDomains } from './portal-settings';

/** Where a portal sends people to prove who they are: to a service that speaks OpenID Connect or SAML. */

export const PROVIDER_KINDS = ['oidc', 'saml'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** What an admin chooses from; `openid-connect` and `saml` are any other service that speaks it. */
export const PROVIDER_PRESETS = [
  'google',
  'entra',
  'okta',
  'auth0',
  'keycloak',
  'openid-connect',
  'saml',
] as const;
export type ProviderPreset = (typeof PROVIDER_PRESETS)[number];
export const kindOf = (preset: ProviderPreset): ProviderKind =>
  preset === 'saml' ? 'saml' : 'oidc';

export const MOST_PROVIDERS = 50;

const HTTPS = 'Enter an address that begins with https://.';
/** Of the provider; plain http only on the same machine. Empty while it is not known yet. */
const providerAddress = z._default(
  z
    .string(HTTPS)
    .check(
      withoutNul,
      z.trim(),
      z.regex(
        /^(|https:\/\/[^\s/?#\\@]+[^\s\\]*|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/[^\s\\]*)?)$/i,
        HTTPS,
      ),
      z.maxLength(500, 'Use at most 500 characters.'),
    ),
  '',
);
const flag = (initially: boolean) => z._default(z.boolean(), initially);
const claim = optionalLine(200);

export const oidcSettings = z.object({
  /** As its discovery document names it. */
  issuer: providerAddress,
  clientId: optionalLine(300),
  /** Beside openid. */
  scopes: z._default(z.array(line('Enter a scope.', 100)).check(z.maxLength(20)), [
    'email',
    'profile',
  ]),
});

export const samlSettings = z.object({
  /** What the provider calls itself (its entity id). */
  entityId: optionalLine(500),
  /** Where people sign in (HTTP-Redirect binding). */
  ssoUrl: providerAddress,
  /** PEM; two while the provider changes from one to the next. */
  certificates: z._default(
    z
      .array(z.string().check(withoutNul, z.trim(), z.maxLength(10_000)))
      .check(z.maxLength(4, 'Keep at most 4 certificates.')),
    [],
  ),
  /** Where its metadata is fetched from; '' where it was uploaded. */
  metadataUrl: providerAddress,
  /** Sign-in that begins at the provider, which no browser of ours has asked for. */
  allowsIdpInitiated: flag(false),
});

/** Names of claims (OpenID Connect) or attributes (SAML); '' reads the usual ones. */
export const claimMapping = z.object({
  email: claim,
  name: claim,
  givenName: claim,
  familyName: claim,
  language: claim,
  company: claim,
  groups: claim,
});

export const EMAIL_TRUSTS = ['claim', 'domains', 'always'] as const;
export const COMPANY_RULES = ['none', 'domain', 'claim', 'fixed'] as const;
const MOST_VALUES = 200;

/** A value of a claim and the public id of the record that it means. */
const valueMap = z._default(
  z
    .array(z.object({ value: line('Enter a value.', 300), id }))
    .check(z.maxLength(MOST_VALUES, `Use at most ${MOST_VALUES} lines.`)),
  [],
);

export const providerSettings = z.object({
  /** On its button: *Continue with …*. */
  name: line('Enter a name.', 60),
  oidc: z._default(oidcSettings, {
    issuer: '',
    clientId: '',
    scopes: ['email', 'profile'],
  }),
  saml: z._default(samlSettings, {
    entityId: '',
    ssoUrl: '',
    certificates: [],
    metadataUrl: '',
    allowsIdpInitiated: false,
  }),
  /** People of these e-mail domains sign in here and nowhere else. */
  emailDomains,
  /**
   * Whether an address that it names is the person's: where its claim `email_verified` says so, also for those of
   * `trustedDomains`, or always.
   */
  emailTrust: z._default(z.enum(EMAIL_TRUSTS, 'Choose which addresses count.'), 'claim'),
  trustedDomains: emailDomains,
  /** Who may enter: everybody that it vouches for, or only those who may enter the portal anyway. */
  admits: z._default(z.enum(['everyone', 'members'], 'Choose who may enter.'), 'members'),
  /** It asks for a second factor itself, so the portal does not ask once more. */
  isSecondFactor: flag(false),
  mapping: z._default(claimMapping, {
    email: '',
    name: '',
    givenName: '',
    familyName: '',
    language: '',
    company: '',
    groups: '',
  }),
  /** Which company people belong to: none, that of their address's domain, by a claim (a tenant, say), or always the same. */
  company: z._default(
    z.object({
      by: z._default(z.enum(COMPANY_RULES, 'Choose how the company is found.'), 'none'),
      values: valueMap,
      /** Public id of the company for `fixed`. */
      fixed: z._default(z.union([id, z.literal('')]), ''),
    }),
    { by: 'none', values: [], fixed: '' },
  ),
  /** Static access groups by value of the claim of groups. */
  groups: valueMap,
  /** Name and language follow the provider at every sign-in, and not only at the first. */
  updatesProfile: flag(false),
});
export type ProviderSettings = z.infer<typeof providerSettings>;

/** PUT …/identity-providers/:provider; a secret that is left out stays. */
export const providerInput = z.extend(providerSettings, {
  /** The client's secret (OpenID Connect); '' takes it away. */
  clientSecret: z.optional(z.string().check(withoutNul, z.trim(), z.maxLength(2000))),
});
export type ProviderInput = z.infer<typeof providerInput>;

/** POST …/identity-providers: it begins empty, and turned off. */
export const newProvider = z.object({
  preset: z.enum(PROVIDER_PRESETS, 'Choose a provider.'),
});
export type NewProvider = z.infer<typeof newProvider>;

/** PUT …/identity-providers/:provider/state. */
export const providerState = z.object({ isOn: z.boolean('Say whether it is on.') });

const METADATA = 'Choose a file of at most 1 MB.';
/** POST …/identity-providers/:provider/metadata: the text of a file, or where it is fetched from. Nothing is saved. */
export const metadataInput = z.object({
  xml: z._default(z.string().check(withoutNul, z.maxLength(1_000_000, METADATA)), ''),
  url: providerAddress,
});
export type MetadataInput = z.infer<typeof metadataInput>;

/** What a provider's metadata says; it stands in the form until it is saved. */
export type ReadMetadata = Pick<
  ProviderSettings['saml'],
  'entityId' | 'ssoUrl' | 'certificates' | 'metadataUrl'
>;

/** POST …/identity-providers/:provider/preview: what settings that are not saved make of the last test. */
export const mappingPreview = providerSettings;
export interface MappingPreview {
  /** null when there is no test to make something of. */
  person: PreviewedPerson | null;
}

/** Why a sign-in at a provider failed: a page tells customers, calmly, and the set-up page tells admins, in detail. */
export const PROVIDER_PROBLEMS = [
  // Between the browser and us.
  'flow-lost',
  'state',
  'nonce',
  // What the provider answered.
  'denied',
  'unreachable',
  'discovery',
  'client',
  'redirect-uri',
  'issuer',
  'audience',
  'signature',
  'unsigned',
  'certificate',
  'encrypted',
  'clock-skew',
  'expired',
  'replayed',
  'unsolicited',
  'malformed',
  // What it says of the person.
  'no-subject',
  'no-email',
  'unverified-email',
  'not-let-in',
  'waiting',
  // Of the portal's own set-up.
  'not-set-up',
  'secret-lost',
] as const;
export type ProviderProblem = (typeof PROVIDER_PROBLEMS)[number];

export type Claims = Record<string, unknown>;

/** How a person would enter, read from claims. */
export interface MappedPerson {
  address: string;
  isVerified: boolean;
  name: string;
  language: string;
  /** Public id; '' for none, or one that is not there. */
  company: string;
  companyName: string;
  groups: { id: string; name: string }[];
}

/** The same, and why the person would not get in; '' for one who would. */
export interface PreviewedPerson extends MappedPerson {
  problem: ProviderProblem | '';
}

/** A round trip that an admin made to try a provider. */
export interface ProviderTest {
  state: 'open' | 'passed' | 'failed' | 'expired';
  problem: ProviderProblem | '';
  /** What the provider or its library said, in its own words. */
  detail: string;
  claims: Claims;
  person: PreviewedPerson | null;
}

/** POST …/identity-providers/:provider/tests: where the browser goes for a round trip. */
export interface StartedTest {
  address: string;
}

/** What a portal's list shows of a provider. */
export interface ProviderRow {
  id: string;
  preset: ProviderPreset;
  name: string;
  isOn: boolean;
  /** Epoch ms; 0 when no round trip succeeded since the connection was changed. */
  verifiedAt: number;
  isSecretLost: boolean;
  emailDomains: string[];
  /** Epoch ms when the last of its certificates ends; 0 for one without. */
  certificatesEndAt: number;
}

/** A provider as the set-up page shows it: everything but its secret. */
export interface ProviderDetail {
  id: string;
  preset: ProviderPreset;
  kind: ProviderKind;
  isOn: boolean;
  settings: ProviderSettings;
  hasSecret: boolean;
  /** The secret cannot be read here any more: it has to be entered again. */
  isSecretLost: boolean;
  /** Epoch ms of the last round trip that succeeded since the connection was changed; 0 for none. */
  verifiedAt: number;
  /** Values to copy to the provider. */
  addresses: {
    callback: string;
    signOut: string;
    backChannel: string;
    entityId: string;
    metadata: string;
  };
  /** SAML: subject and end of each certificate, epoch ms; '' and 0 of one that cannot be read. */
  certificates: { subject: string; endsAt: number }[];
  /** What its settings name: companies and access groups by public id. */
  names: Record<string, string>;
}
