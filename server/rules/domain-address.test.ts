import { readDomainAddress } from './domain-address';

const read = (typed: string) => {
  const address = readDomainAddress(typed);
  return 'problem' in address ? address.problem : `${address.origin} ${address.basePath}`;
};

describe('a domain as people type it', () => {
  it.each([
    ['help.example.com', 'https://help.example.com '],
    [' HELP.Example.com/ ', 'https://help.example.com '],
    ['https://example.com/support/', 'https://example.com /support'],
    ['example.com:8443/a/b-c', 'https://example.com:8443 /a/b-c'],
    ['https://example.com:443', 'https://example.com '],
    ['http://example.com:80', 'http://example.com '],
    ['bücher.example', 'https://xn--bcher-kva.example '],
    ['help.localhost:1337', 'http://help.localhost:1337 '],
    ['https://help.localhost', 'https://help.localhost '],
    ['localhost', 'http://localhost '],
    ['198.51.100.7', 'https://198.51.100.7 '],
    ['0x7f.1', 'https://127.0.0.1 '],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443 '],
  ])('%s', (typed, expected) => expect(read(typed)).toBe(expected));

  it.each([
    '',
    'help',
    'a b.example',
    'exa_mple.com',
    '-a.example',
    'example.com.',
    'example..com',
    'https://',
    'example.com:99999',
    'javascript:alert(1)',
    'example.com\\support',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(100)}example`,
  ])('refuses %j as a host', (typed) => expect(read(typed)).toMatch(/^Enter a domain/));

  it.each([
    ['ftp://example.com', /https:\/\//],
    ['https://user:word@example.com', /password/],
    ['https://@example.com', /password/],
    ['example.com/?a=1', /\?/],
    ['example.com#top', /#/],
    ['example.com/Support', /small letters/],
    ['example.com/a//b', /small letters/],
    ['example.com/a%2fb', /small letters/],
    ['example.com/.well-known', /small letters/],
    ['example.com/_assets', /small letters/],
    [`example.com/${'a'.repeat(100)}`, /at most 100/],
  ])('refuses %s', (typed, expected) => expect(read(typed)).toMatch(expected));

  it('takes a single word where it is said to be a host', () => {
    const isBare = (host: string) => host === 'intranet';
    expect(readDomainAddress('intranet', { isBare })).toMatchObject({ host: 'intranet' });
    expect(readDomainAddress('extranet', { isBare })).toHaveProperty('problem');
  });
});
