import fc from 'fast-check';
import { isCard, masked, secretsIn } from './secrets-in-text';

const kinds = (text: string) => secretsIn(text).map(({ kind }) => kind);

/** Completes digits by the check digit of ISO/IEC 7812. */
function withCheckDigit(digits: string): string {
  const last = [...'0123456789'].find((digit) => {
    const all = [...digits, digit].reverse().map(Number);
    const sum = all.reduce((total, value, place) => {
      const double = place % 2 === 1 ? value * 2 : value;
      return total + (double > 9 ? double - 9 : double);
    }, 0);
    return sum % 10 === 0;
  });
  return digits + (last ?? '');
}

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
const card = digits(14).map((rest) => withCheckDigit(`4${rest.join('')}`));

describe('secrets in a text', () => {
  it.each([
    ['a card', 'Charge 4111 1111 1111 1111 please', ['card'], 'Charge •••• 1111 please'],
    ['a card with dashes', '5555-5555-5555-4444', ['card'], '•••• 4444'],
    ['American Express', 'amex 378282246310005.', ['card'], 'amex •••• 0005.'],
    ['a password', 'Login ana, password: Hunter2!', ['password'], 'Login ana, password: ••••••'],
    ['a quoted password', 'pwd = "s3cret word"', ['password'], 'pwd = "•••••• word"'],
    ['a German one', 'Mein Passwort ist Sommer2024', ['password'], 'Mein Passwort ist ••••••'],
    ['a French one', 'mot de passe : soleil99', ['password'], 'mot de passe : ••••••'],
    ['a Polish one', 'hasło: kotek77', ['password'], 'hasło: ••••••'],
    ['a Japanese one', 'パスワード：himitsu8', ['password'], 'パスワード：••••••'],
    ['an Arabic one', 'كلمة المرور: sirr1234', ['password'], 'كلمة المرور: ••••••'],
    ['an AWS key', 'key AKIAIOSFODNN7EXAMPLE here', ['token'], 'key •••••• here'],
    ['a GitHub token', `ghp_${'a1B2'.repeat(9)}`, ['token'], '••••••'],
    [
      'a bearer',
      'Authorization: Bearer abcdef0123456789abcdef',
      ['token'],
      'Authorization: Bearer ••••••',
    ],
    ['an API key', 'api_key=9f8e7d6c5b4a39281706', ['token'], 'api_key=••••••'],
    [
      'a JWT',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r',
      ['token'],
      '••••••',
    ],
    [
      'a private key',
      'see\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----\nthanks',
      ['key'],
      'see\n••••••\nthanks',
    ],
  ])('finds %s and masks it', (_name, text, found, hidden) => {
    expect(kinds(text)).toEqual(found);
    expect(masked(text)).toBe(hidden);
  });

  it.each([
    ['an order number', 'Order 4111111111111112 and ACME-1042'],
    ['a long order number', 'Order 10000000000000000000'],
    ['a telephone number', 'Call +49 30 1234 5678 or 0800 123 456 789'],
    ['a time stamp', '2026-11-30 10:15:37.123456 and 1764496537000'],
    ['an IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['an IP and a version', '192.168.100.200:8080 v1.2.3.4'],
    [
      'talk of passwords',
      'My password is wrong. I forgot my password. Reset password: https://x.example/r',
    ],
    ['a placeholder', 'password: ******** and api key: YOUR_API_KEY_GOES_HERE'],
    ['a commit', 'since 9f8e7d6c5b4a392817069f8e7d6c5b4a39281706 it fails'],
    ['a masked text', masked('password: Hunter2! card 4111111111111111')],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000'],
  ])('leaves %s alone', (_name, text) => {
    expect(secretsIn(text)).toEqual([]);
    expect(masked(text)).toBe(text);
  });

  it('finds every card number, however it is grouped, and nothing of it stays', () => {
    const separator = fc.constantFrom('', ' ', '-');
    fc.assert(
      fc.property(card, separator, (number, between) => {
        fc.pre(isCard(number));
        const typed = (number.match(/.{1,4}/g) ?? []).join(between);
        const text = `Pay with ${typed} now`;
        expect(kinds(text)).toEqual(['card']);
        expect(masked(text)).toBe(`Pay with •••• ${number.slice(-4)} now`);
      }),
    );
  });

  it('masks once: what is masked holds no secret, and everything around it stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), card, (around, number) => {
        const text = `${around}\npassword: Abc${number}\n${around}`;
        const once = masked(text);
        expect(masked(once)).toBe(once);
        expect(once).not.toContain(number);
      }),
    );
  });

  it('finds none in most numbers of the length of a card: the check digit sees to it', () => {
    const numbers = Array.from({ length: 1000 }, (_, index) =>
      String(4_000_000_000_000_000 + index),
    );
    expect(numbers.filter((number) => secretsIn(number).length > 0).length).toBeLessThanOrEqual(
      100,
    );
  });

  it('takes its time from nobody: the longest hostile text is looked through at once', () => {
    for (const piece of [
      '1 ',
      'password: ',
      '-----BEGIN PRIVATE KEY-----',
      'eyJaaaaaaaa.',
      'bearer ',
    ]) {
      const begin = performance.now();
      secretsIn(piece.repeat(Math.ceil(100_000 / piece.length)));
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});
