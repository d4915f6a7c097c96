import type {
  ProviderKind,
  ProviderPreset,
  ProviderSettings,
} from '../contracts/identity-providers';

/** What decides whom we talk to: a change of it has to be tried anew. */
export const connectionOf = (
  kind: ProviderKind,
  { oidc, saml }: Pick<ProviderSettings, 'oidc' | 'saml'>,
): Record<string, unknown> =>
  kind === 'oidc'
    ? { issuer: oidc.issuer, clientId: oidc.clientId }
    : { entityId: saml.entityId, ssoUrl: saml.ssoUrl, certificates: saml.certificates };

/** Who vouches: subjects of one mean nothing to another, so it is not changed while people sign in by it. */
export const authorityOf = (
  kind: ProviderKind,
  { oidc, saml }: Pick<ProviderSettings, 'oidc' | 'saml'>,
): { field: string; value: string } =>
  kind === 'oidc'
    ? { field: 'oidc.issuer', value: oidc.issuer }
    : { field: 'saml.entityId', value: saml.entityId };

/** Fields without which nobody gets there, with what to do about each. */
export function missingFields(
  kind: ProviderKind,
  { oidc, saml }: Pick<ProviderSettings, 'oidc' | 'saml'>,
): { path: string; message: string }[] {
  const fields =
    kind === 'oidc'
      ? [
          { path: 'oidc.issuer', isThere: oidc.issuer !== '', what: 'Enter the issuer.' },
          { path: 'oidc.clientId', isThere: oidc.clientId !== '', what: 'Enter the client id.' },
        ]
      : [
          { path: 'saml.entityId', isThere: saml.entityId !== '', what: 'Enter the entity id.' },
          {
            path: 'saml.ssoUrl',
            isThere: saml.ssoUrl !== '',
            what: 'Enter the address where people sign in.',
          },
          {
            path: 'saml.certificates',
            isThere: saml.certificates.length > 0,
            what: 'Enter a certificate.',
          },
        ];
  return fields
    .filter(({ isThere }) => !isThere)
    .map(({ path, what }) => ({ path, message: what }));
}

export type ProviderState = 'on' | 'on-unverified' | 'off' | 'unverified';

export function stateOfProvider(provider: { isOn: boolean; verifiedAt: number }): ProviderState {
  const isVerified = provider.verifiedAt > 0;
  if (provider.isOn) return isVerified ? 'on' : 'on-unverified';
  return isVerified ? 'off' : 'unverified';
}

/** What an admin knows of a preset's issuer: its own consoles show these, and not the issuer. */
export type IssuerPart = 'tenant' | 'domain' | 'server' | 'realm' | 'issuer';
export const ISSUER_PARTS: Record<ProviderPreset, readonly IssuerPart[]> = {
  google: [],
  entra: ['tenant'],
  okta: ['domain'],
  auth0: ['domain'],
  keycloak: ['server', 'realm'],
  'openid-connect': ['issuer'],
  saml: [],
};
export type IssuerParts = Partial<Record<IssuerPart, string>>;

export const GOOGLE_ISSUER = 'https://accounts.google.com';
const ENTRA = 'https://login.microsoftonline.com/';

const withoutScheme = (typed: string) =>
  typed
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '');

/** The issuer that the parts make; '' while one is missing. */
export function issuerOf(preset: ProviderPreset, parts: IssuerParts): string {
  const part = (name: IssuerPart) => (parts[name] ?? '').trim();
  if (preset === 'google') return GOOGLE_ISSUER;
  if (preset === 'entra') return part('tenant') && `${ENTRA}${part('tenant')}/v2.0`;
  const domain = withoutScheme(part('domain'));
  if (preset === 'okta') return domain && `https://${domain}`;
  // Auth0 names itself with the slash.
  if (preset === 'auth0') return domain && `https://${domain}/`;
  if (preset === 'keycloak') {
    const server = part('server').replace(/\/+$/, '');
    return server && part('realm') && `${server}/realms/${part('realm')}`;
  }
  return part('issuer');
}

/** The parts of an issuer that is stored already. */
export function partsOf(preset: ProviderPreset, issuer: string): IssuerParts {
  if (preset === 'entra') {
    const [, tenant = ''] =
      /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0$/.exec(issuer) ?? [];
    return { tenant };
  }
  if (preset === 'okta' || preset === 'auth0') return { domain: withoutScheme(issuer) };
  if (preset === 'keycloak') {
    const [, server = '', realm = ''] = /^(.*)\/realms\/([^/]+)$/.exec(issuer) ?? [];
    return { server, realm };
  }
  return { issuer };
}

/** Of Entra: they stand for every tenant, and no token has them as its issuer. */
export const isSharedTenant = (tenant: string): boolean =>
  ['common', 'organizations', 'consumers'].includes(tenant.trim().toLowerCase());
