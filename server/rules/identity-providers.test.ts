import { PROVIDER_PRESETS, providerSettings } from '../contracts/identity-providers';
import { issuerOf, missingFields, partsOf, stateOfProvider } from './identity-providers';

const settings = (some: object) => providerSettings.parse({ name: 'Harbour', ...some });

it.each([
  ['google', 'https://accounts.google.com'],
  ['entra', 'https://login.microsoftonline.com/9d1c7a52-0000-4f3e-9a10-6f4f0e1d2c3b/v2.0'],
  ['okta', 'https://harbour.okta.com'],
  ['okta', 'https://harbour.okta.com/oauth2/default'],
  ['auth0', 'https://harbour.eu.auth0.com/'],
  ['keycloak', 'https://id.harbour.example/auth/realms/staff'],
  ['openid-connect', 'https://id.harbour.example/op'],
] as const)('takes the issuer of %s apart and builds it again: %s', (preset, issuer) => {
  expect(issuerOf(preset, partsOf(preset, issuer))).toBe(issuer);
});

it('takes a domain as people paste it, and builds no issuer of half of its parts', () => {
  expect(issuerOf('okta', { domain: ' https://harbour.okta.com/ ' })).toBe(
    'https://harbour.okta.com',
  );
  expect(issuerOf('auth0', { domain: 'harbour.eu.auth0.com/' })).toBe(
    'https://harbour.eu.auth0.com/',
  );
  expect(issuerOf('keycloak', { server: 'https://id.harbour.example/', realm: '' })).toBe('');
  for (const preset of PROVIDER_PRESETS)
    if (preset !== 'google') expect(issuerOf(preset, {})).toBe('');
});

it('names what is missing, of the kind alone', () => {
  expect(missingFields('oidc', settings({})).map(({ path }) => path)).toEqual([
    'oidc.issuer',
    'oidc.clientId',
  ]);
  expect(missingFields('saml', settings({})).map(({ path }) => path)).toEqual([
    'saml.entityId',
    'saml.ssoUrl',
    'saml.certificates',
  ]);
});

it('tells a provider that is on from one whose connection was changed since it was verified', () => {
  expect(stateOfProvider({ isOn: true, verifiedAt: 5 })).toBe('on');
  expect(stateOfProvider({ isOn: true, verifiedAt: 0 })).toBe('on-unverified');
  expect(stateOfProvider({ isOn: false, verifiedAt: 5 })).toBe('off');
  expect(stateOfProvider({ isOn: false, verifiedAt: 0 })).toBe('unverified');
});
