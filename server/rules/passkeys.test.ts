import { isCounterGood, passkeyHost, passkeyName } from './passkeys';

describe('passkeys', () => {
  it('belong to the host of a domain, where browsers make any', () => {
    expect(passkeyHost('https://help.acme.com')).toBe('help.acme.com');
    expect(passkeyHost('https://help.acme.com:8443')).toBe('help.acme.com');
    expect(passkeyHost('http://localhost:1337')).toBe('localhost');
    expect(passkeyHost('http://support.localhost')).toBe('support.localhost');
    for (const origin of [
      'http://help.acme.com',
      'http://127.0.0.1:1337',
      'https://192.0.2.7',
      'https://[2001:db8::1]',
      'http://notlocalhost',
    ])
      expect(passkeyHost(origin)).toBe('');
  });

  it('are called what fits on a line', () => {
    expect(passkeyName('  My\n\tphone\u0000 ')).toBe('My phone');
    expect(passkeyName(' \u200b ')).toBe('');
    expect(passkeyName('x'.repeat(80))).toHaveLength(60);
    expect(passkeyName(`${'x'.repeat(59)} y`)).toHaveLength(59);
  });

  it('count up or not at all', () => {
    expect([isCounterGood(0, 0), isCounterGood(0, 1), isCounterGood(4, 5)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([isCounterGood(4, 4), isCounterGood(4, 3), isCounterGood(4, 0)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
