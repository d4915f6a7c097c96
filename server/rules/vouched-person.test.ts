import fc from 'fast-check';
import {
  providerSettings,
  type Claims,
  type ProviderPreset,
} from '../contracts/identity-providers';
import { kindOf } from '../contracts/identity-providers';
import { vouchedPerson } from './vouched-person';

const ADDRESS = 'ana@harbour.example';
const TENANT = 'https://login.microsoftonline.com/0b9a1c5e-1d5c-4f0e-9c2b-6a1f7f1f0001/v2.0';

function read(claims: Claims, settings: object = {}, preset: ProviderPreset = 'openid-connect') {
  const provider = {
    preset,
    kind: kindOf(preset),
    settings: providerSettings.parse({ name: 'Provider', ...settings }),
  };
  return vouchedPerson(claims, provider, ['en', 'fr', 'pt-BR']);
}
const isProven = (...args: Parameters<typeof read>) => read(...args).isVerified;

describe('the address of a person that a provider vouches for', () => {
  it('is proven by email_verified, and by nothing that only looks like it', () => {
    for (const email_verified of [true, 'true', ['true']])
      expect(isProven({ email: ADDRESS, email_verified })).toBe(true);
    for (const email_verified of [false, 'false', 'TRUE ', 1, '', null, {}, [], undefined])
      expect(isProven({ email: ADDRESS, email_verified })).toBe(false);
    expect(isProven({ email_verified: true })).toBe(false);
    expect(isProven({ email: 'no address', email_verified: true })).toBe(false);
  });

  it('is normalised as everywhere', () => {
    expect(read({ email: ' Ana@HARBOUR.example ' }).address).toBe(ADDRESS);
    expect(read({ email: 'ana@harbour.exam\u0000ple' }).address).toBe('');
    expect(read({ email: [ADDRESS, 'other@harbour.example'] }).address).toBe(ADDRESS);
    expect(read({ email: { toString: () => ADDRESS } }).address).toBe('');
  });

  it('is not proven by email_verified where it comes from another claim', () => {
    const claims = { email: 'own@evil.example', preferred_username: ADDRESS, email_verified: true };
    const settings = { mapping: { email: 'preferred_username' } };
    expect(read(claims, settings)).toMatchObject({ address: ADDRESS, isVerified: false });
    expect(isProven({ mail: ADDRESS, email_verified: true })).toBe(false);
  });

  it('is proven for domains that are trusted, exactly, or always', () => {
    const domains = { emailTrust: 'domains', trustedDomains: ['Harbour.example'] };
    expect(isProven({ email: ADDRESS }, domains)).toBe(true);
    expect(isProven({ email: 'ana@mail.harbour.example' }, domains)).toBe(false);
    expect(isProven({ email: 'ana@notharbour.example' }, domains)).toBe(false);
    expect(isProven({ email: 'ana@lime.example', email_verified: true }, domains)).toBe(true);
    expect(isProven({ email: ADDRESS }, { trustedDomains: ['harbour.example'] })).toBe(false);
    expect(isProven({ email: ADDRESS }, { emailTrust: 'always' })).toBe(true);
  });

  it('proves nothing at Entra by itself (nOAuth), whatever the tenant says of it', () => {
    const claims = { email: ADDRESS, email_verified: true };
    const oidc = (issuer: string) => ({ oidc: { issuer, clientId: 'c' } });
    expect(isProven(claims, oidc(TENANT), 'entra')).toBe(false);
    expect(isProven(claims, oidc(TENANT))).toBe(false);
    expect(isProven({ ...claims, xms_edov: false }, oidc(TENANT), 'entra')).toBe(false);
    for (const xms_edov of [true, 'true', '1', 1])
      expect(isProven({ ...claims, xms_edov }, oidc(TENANT), 'entra')).toBe(true);
    const domains = { emailTrust: 'domains', trustedDomains: ['harbour.example'] };
    expect(isProven(claims, { ...oidc(TENANT), ...domains }, 'entra')).toBe(true);
    // Everybody has a tenant in which to type this address.
    const common = oidc('https://login.microsoftonline.com/common/v2.0');
    expect(isProven(claims, { ...common, ...domains }, 'entra')).toBe(false);
  });

  it('is found under the usual names of SAML', () => {
    for (const name of [
      'email',
      'mail',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
      'urn:oid:0.9.2342.19200300.100.1.3',
    ]) {
      expect(read({ [name]: ADDRESS }, {}, 'saml')).toMatchObject({
        address: ADDRESS,
        isVerified: false,
      });
      expect(isProven({ [name]: ADDRESS }, { emailTrust: 'always' }, 'saml')).toBe(true);
    }
  });
});

describe('what else a provider says of a person', () => {
  it('is its name, whole or in parts, in one line', () => {
    expect(read({ name: 'Ana Lopes', given_name: 'A' }).name).toBe('Ana Lopes');
    expect(read({ given_name: 'Ana', family_name: 'Lopes' }).name).toBe('Ana Lopes');
    expect(read({ given_name: 'Ana' }).name).toBe('Ana');
    expect(read({ displayName: ['Ana Lopes'] }, {}, 'saml').name).toBe('Ana Lopes');
    expect(read({ name: 'Ana  <b>Lopes</b>\u202e' }).name).toBe('Ana b Lopes /b');
    expect(read({ name: 'Ana\r\nLopes', given_name: 'Ana' }).name).toBe('Ana');
    expect(read({ name: 'a'.repeat(250) }).name).toHaveLength(90);
    // Some services write the address there.
    expect(read({ name: ADDRESS, given_name: 'Ana' }).name).toBe('Ana');
    expect(read({ email: ADDRESS }).name).toBe('');
  });

  it('is the name of the chosen claims first', () => {
    const claims = { name: 'lopesa', full: 'Ana Lopes', first: 'Ana', last: 'L' };
    expect(read(claims, { mapping: { name: 'full' } }).name).toBe('Ana Lopes');
    const split = { mapping: { givenName: 'first', familyName: 'last' } };
    expect(read(claims, split).name).toBe('Ana L');
    expect(read(claims, { mapping: { name: 'none' } }).name).toBe('lopesa');
  });

  it('is a language that the portal speaks, or none', () => {
    const language = (locale: unknown) => read({ locale }).language;
    expect(['fr', 'fr-CA', 'FR_fr', 'pt-br', 'pt', 'en-GB'].map(language)).toEqual([
      'fr',
      'fr',
      'fr',
      'pt-BR',
      'pt-BR',
      'en',
    ]);
    expect(['de', '', '*', 'française', 7].map(language)).toEqual(['', '', '', '', '']);
    expect(read({ preferredLanguage: 'fr' }, {}, 'saml').language).toBe('fr');
  });

  it('is the value of its company: the tenant of Entra unless told', () => {
    expect(read({ tid: 'tenant-1' }, {}, 'entra').company).toBe('tenant-1');
    expect(read({ tid: 'tenant-1' }).company).toBe('');
    expect(read({ hd: 'harbour.example' }, {}, 'google').company).toBe('harbour.example');
    expect(read({ org: 42 }, { mapping: { company: 'org' } }).company).toBe('42');
    expect(read({ org: 'x'.repeat(301) }, { mapping: { company: 'org' } }).company).toBe('');
  });

  it('are its groups: a list, a text, a list in a text, or a way into a claim', () => {
    const groups = (value: unknown) => read({ groups: value }).groups;
    expect(groups(['Support', 'VIP', 'VIP', 7, null, { a: 1 }])).toEqual(['Support', 'VIP', '7']);
    expect(groups('Support')).toEqual(['Support']);
    expect(groups('Support, VIP')).toEqual(['Support, VIP', 'Support', 'VIP']);
    expect(groups('CN=VIP,OU=Groups')).toEqual(['CN=VIP,OU=Groups']);
    expect(groups(undefined)).toEqual([]);
    const claims = { realm_access: { roles: ['agent'] }, 'https://x.example/roles': ['admin'] };
    expect(read(claims, { mapping: { groups: 'realm_access.roles' } }).groups).toEqual(['agent']);
    expect(read(claims, { mapping: { groups: 'https://x.example/roles' } }).groups).toEqual([
      'admin',
    ]);
  });

  it('is never what every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'constructor.name', 'email.length'])
      expect(read({ email: ADDRESS }, { mapping: { company: name, groups: name } })).toMatchObject({
        company: '',
        groups: [],
      });
    const own = JSON.parse('{"__proto__": {"email": "ana@harbour.example"}}') as Claims;
    expect(read(own).address).toBe('');
  });

  it('is short, in one piece and without control characters, whatever comes', () => {
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.anything());
    const claims = fc.dictionary(
      fc.constantFrom('email', 'email_verified', 'name', 'locale', 'groups', 'tid', '__proto__'),
      value,
    );
    fc.assert(
      fc.property(claims, (some) => {
        const person = read(some, {}, 'entra');
        const texts = [person.address, person.name, person.company, ...person.groups];
        for (const one of texts) {
          expect(one.length).toBeLessThanOrEqual(320);
          expect(one).not.toMatch(/\p{Cc}/u);
        }
        expect(['', 'en', 'fr', 'pt-BR']).toContain(person.language);
        expect(person.isVerified && person.address === '').toBe(false);
      }),
    );
  });
});
