import fc from 'fast-check';
import { normaliseAddress } from './address';
import { mayRegister, nameOfAccount, registrationWay, type Registrant } from './registration';

const lists = (allowedDomains: string[], deniedDomains: string[] = []) => ({
  allowedDomains,
  deniedDomains,
});

describe('mayRegister', () => {
  it('lets every domain register where none is named', () => {
    expect(mayRegister('ana@harbour.example', lists([]))).toBe(true);
  });

  it('takes allowed domains exactly, and denied ones with what stands below', () => {
    expect(mayRegister('ana@harbour.example', lists(['harbour.example']))).toBe(true);
    expect(mayRegister('ana@mail.harbour.example', lists(['harbour.example']))).toBe(false);
    expect(mayRegister('ana@notharbour.example', lists(['harbour.example']))).toBe(false);
    expect(mayRegister('ana@mail.spam.example', lists([], ['spam.example']))).toBe(false);
    expect(mayRegister('ana@notspam.example', lists([], ['spam.example']))).toBe(true);
  });

  it('denies what both lists name', () => {
    expect(mayRegister('a@one.example', lists(['one.example'], ['one.example']))).toBe(false);
    expect(mayRegister('a@x.one.example', lists(['x.one.example'], ['one.example']))).toBe(false);
  });

  it('compares international domains in one form', () => {
    const address = normaliseAddress('kim@Bücher.example');
    expect(mayRegister(address, lists(['BÜCHER.example']))).toBe(true);
    expect(mayRegister(address, lists(['xn--bcher-kva.example']))).toBe(true);
    expect(mayRegister(address, lists([], ['bücher.example']))).toBe(false);
  });

  it('lets nobody in by a list whose lines are no domains, and no address whose domain is none', () => {
    expect(mayRegister('ana@harbour.example', lists(['localhost']))).toBe(false);
    expect(mayRegister(normaliseAddress('ana@harbour.example.'), lists([]))).toBe(false);
    expect(mayRegister('', lists([]))).toBe(false);
  });

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const domain = fc
    .array(label, { minLength: 1, maxLength: 3 })
    .map((parts) => [...parts, 'example'].join('.'));

  it('never lets a denied domain in, however it is spelled or allowed', () => {
    fc.assert(
      fc.property(domain, fc.option(label), fc.array(domain), (denied, below, allowed) => {
        const typed = below === null ? denied : `${below}.${denied}`;
        for (const spelling of [typed, typed.toUpperCase(), ` ${typed} `, `${typed}.`]) {
          const address = normaliseAddress(`a@${spelling}`);
          expect(mayRegister(address, lists([typed, ...allowed], [denied.toUpperCase()]))).toBe(
            false,
          );
        }
      }),
    );
  });

  it('lets in by a list of allowed domains exactly those', () => {
    fc.assert(
      fc.property(domain, fc.array(domain), (own, allowed) => {
        expect(mayRegister(`a@${own}`, lists(allowed))).toBe(
          allowed.length === 0 || allowed.includes(own),
        );
      }),
    );
  });
});

describe('registrationWay', () => {
  const contact: Registrant = {
    contactKey: 1,
    isLiving: true,
    accountKey: 0,
    isBlocked: false,
    isMembershipAddress: true,
    standing: '',
  };
  const withAccount = { ...contact, accountKey: 7 };

  it.each([
    ['nobody', null, 'none', 'register'],
    ['the account of the site', null, 'usable', 'known'],
    ['a blocked account of the site', null, 'blocked', 'nothing'],
    ['a contact without account', contact, 'none', 'register'],
    ['an invited one', { ...contact, standing: 'invited' }, 'none', 'register'],
    ['a disabled one', { ...contact, standing: 'disabled' }, 'none', 'nothing'],
    ['one in the bin', { ...contact, isLiving: false }, 'none', 'nothing'],
    ['a member', { ...withAccount, standing: 'registered' }, 'none', 'known'],
    ['one who waits', { ...withAccount, standing: 'waiting' }, 'none', 'known'],
    ['a member of another portal', withAccount, 'none', 'join'],
    [
      'another address of such a one',
      { ...withAccount, isMembershipAddress: false },
      'none',
      'known',
    ],
    ['a disabled member', { ...withAccount, standing: 'disabled' }, 'none', 'nothing'],
    ['a blocked member', { ...withAccount, isBlocked: true }, 'none', 'nothing'],
    ['a member in the bin', { ...withAccount, isLiving: false }, 'none', 'nothing'],
  ] as const)('%s', (_who, found, site, way) => {
    expect(registrationWay(found, site)).toBe(way);
  });
});

describe('nameOfAccount', () => {
  it.each([
    ['Ana Lopes', 'Ana Lopes'],
    ['  ana\u0000\u202elopes ', 'ana lopes'],
    ['ana@harbour.example', 'ana'],
    ['https://spam.example/buy', 'ana'],
    ['www.spam.example', 'ana'],
    ['12345', 'ana'],
    ['<b>Ana</b>', 'b Ana /b'],
  ])('%j is %j', (username, name) => {
    expect(nameOfAccount(username, 'ana@harbour.example')).toBe(name);
  });

  it('is short and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (username) => {
        const name = nameOfAccount(username, 'ana@harbour.example');
        expect(name.trim()).toBe(name);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(190);
        expect(name).not.toMatch(/[\p{Cc}<>@]/u);
      }),
    );
  });
});
