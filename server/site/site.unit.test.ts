import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { isOwnPath } from './addresses';
import { readSessionToken, sessionCookie } from './cookies';
import { renderArticle, renderMessage } from './markdown';
import en from './messages/en.json';
import fr from './messages/fr.json';
import { relativeTime, translatorOf } from './messages';
import { createPageCache } from './page-cache';
import { longestOf, pseudoOf } from './pseudo-texts';
import type { DomainRecord } from '../services/types';

const domain = (origin: string, basePath = ''): DomainRecord => ({
  key: 1,
  id: 'd',
  origin,
  basePath,
  primaryLanguage: 'en',
  isSystem: false,
  servesAdmin: false,
});

describe('texts', () => {
  it('of the pseudo-locale and the longest of all keep what stands in braces', () => {
    const texts = { some: 'My {tickets}', count: '{count, plural, one {# day} other {# days}}' };
    const pseudo = pseudoOf(texts);
    expect(pseudo.some).toMatch(/^\[.+\{tickets\}.+\]$/);
    const format = new IntlMessageFormat(pseudo.count ?? '', 'en');
    expect(format.format({ count: 2 })).toMatch(/^\[2 ðåýš.+\]$/);
    expect(longestOf(texts, [{ some: 'Meine ganzen {tickets}' }, { some: 'X' }])).toEqual({
      ...texts,
      some: 'Meine ganzen {tickets}',
    });
    expect(translatorOf('en-XA')('nav.signIn')).toBe(en['nav.signIn']);
  });
  it('fall back from region to language to English', () => {
    expect(translatorOf('fr-CA')('nav.signIn')).toBe(fr['nav.signIn']);
    expect(translatorOf('tlh')('nav.signIn')).toBe(en['nav.signIn']);
    expect(translatorOf('en')('nav.waiting', { count: 1 })).toBe('1 ticket waits for your reply');
  });
  it('say what a portal calls a ticket, filled in once for each language', () => {
    const orders = {
      singular: { en: '{order} #1', fr: 'commande' },
      plural: { en: "order's {0}", fr: 'commandes' },
    };
    const t = translatorOf('en', orders);
    expect(translatorOf('en', orders)).toBe(t);
    expect(translatorOf('en')).not.toBe(t);
    expect(t('nav.tickets')).toBe("My order's {0}");
    expect(t('nav.waiting', { count: 1 })).toBe('1 {order} #1 waits for your reply');
    expect(t('nav.waiting', { count: 2 })).toBe("2 order's {0} wait for your reply");
    expect(translatorOf('en')('nav.waiting', { count: 2 })).toBe('2 tickets wait for your reply');
    const french = translatorOf('fr-CA', orders);
    expect(french('list.company')).toBe('Commandes de mon entreprise');
    for (const texts of [en, fr])
      for (const [key, text] of Object.entries(texts))
        expect([key, text.replace(/\{tickets?\}/gi, '')]).toEqual([
          key,
          expect.not.stringMatching(/ticket/i),
        ]);
  });
  it('say how long ago', () => {
    expect(relativeTime('en', 0, 3 * 86_400_000)).toBe('3 days ago');
    expect(relativeTime('fr', 0, 86_400_000)).toBe('hier');
    expect(relativeTime('en', 0, 300 * 86_400_000)).toBe('10 months ago');
    expect(relativeTime('en', 0, 370 * 86_400_000)).toBe('last year');
    expect(relativeTime('en', 0, 3 * 365 * 86_400_000)).toBe('3 years ago');
  });
});

describe('markdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '![a](javascript:alert(1))',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '[a](&#106;avascript:alert&#40;1&#41;)',
    '"><svg onload=alert(1)>',
    '[x](https://a.example "\\" onmouseover=alert(1) \\"")',
  ])('%s does nothing', (text) => {
    for (const { markup: html } of [renderArticle({ body: text }), renderMessage(text)]) {
      expect(html).not.toMatch(/<(script|svg|iframe|object)/i);
      expect(html).not.toMatch(/(href|src)="(javascript|data|vbscript)/i);
      expect(html.replace(/"[^"]*"/g, '')).not.toMatch(/<[a-z]+[^>]*\son\w+=/i);
    }
  });
  it('fetches nothing remote for a message', () => {
    expect(renderMessage('![x](https://tracker.example/p.gif)').markup).not.toContain('<img');
  });
  it('makes only known tags of anything', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>&"\'`[]()!*_#-:/ ajsx='), maxLength: 80 }),
        (text) => {
          for (const [, tag] of renderMessage(text).markup.matchAll(/<\/?([a-z0-9]+)/g)) {
            expect([
              'p',
              'a',
              'strong',
              'em',
              'code',
              'pre',
              'ul',
              'ol',
              'li',
              'h4',
              'h5',
              'h6',
              'hr',
              'br',
              'blockquote',
              's',
              'table',
              'thead',
              'tbody',
              'tr',
              'th',
              'td',
            ]).toContain(tag);
          }
        },
      ),
    );
  });
});

describe('paths to return to', () => {
  it.each(['/', '/support', '/support/tickets/abc?x=1', '/fr/support'])('%s is ours', (path) =>
    expect(isOwnPath(domain('http://a.test'), path)).toBe(true),
  );
  it.each([
    '',
    'support',
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    '/a//b',
    '/%2f/evil',
    '/%5cevil',
    '/a/../b',
    '/x\ny',
    '/@evil',
    '/%0d%0aX:y',
    `/${'x'.repeat(600)}`,
  ])('%j is not', (path) => expect(isOwnPath(domain('http://a.test'), path)).toBe(false));
  it('stay below the base path', () => {
    expect(isOwnPath(domain('http://a.test', '/base'), '/base/x')).toBe(true);
    expect(isOwnPath(domain('http://a.test', '/base'), '/baseball')).toBe(false);
    expect(isOwnPath(domain('http://a.test', '/base'), '/x')).toBe(false);
  });
  it('never leave the origin, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'/\\.%25fFcC0@:?#ab \t\n'), maxLength: 20 }),
        (path) => {
          if (isOwnPath(domain('http://a.test'), path))
            expect(new URL(path, 'http://a.test').origin).toBe('http://a.test');
        },
      ),
    );
  });
});

describe('cookies', () => {
  it('are bound to the secure host wherever there is one', () => {
    expect(sessionCookie(domain('https://a.test'), 'tok', 5000)).toBe(
      '__Host-cp_session=tok; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=5',
    );
    expect(sessionCookie(domain('http://localhost'), 'tok', 0)).toBe(
      'cp_session=tok; Path=/; HttpOnly; SameSite=Lax',
    );
    expect(
      readSessionToken(domain('https://a.test'), 'a=b; __Host-cp_session=tok; cp_session=other'),
    ).toBe('tok');
    expect(readSessionToken(domain('https://a.test'), 'cp_session=planted')).toBe('');
  });
});

describe('page cache', () => {
  it('forgets with a new version and stays bounded', () => {
    const cache = createPageCache();
    cache.set('a', 1, Buffer.from('x'), 'e');
    expect(cache.get('a', 1)?.etag).toBe('e');
    expect(cache.get('a', 2)).toBeNull();
    for (let count = 0; count < 600; count += 1) cache.set(`k${count}`, 1, Buffer.from('x'), 'e');
    expect(cache.get('k0', 1)).toBeNull();
    expect(cache.get('k599', 1)).not.toBeNull();
  });
});
