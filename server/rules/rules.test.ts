import fc from 'fast-check';
import { normaliseAddress } from './address';
import { attachmentType, cleanFileName, dispositionOf } from './attachment-names';
import { meetsFilterGroups } from './filter-groups';
import { agentName, assigneeName } from './agent-name';
import { passwordProblem } from './password';
import { queryTokens, tokensOf } from './search-tokens';
import { plainTextOf, snippetOf } from './snippet';
import { slugProblem } from './slug';
import { meaningAfter, replyOutcome } from './status-follow';
import { ticketWords } from './ticket-words';

describe('addresses', () => {
  it.each([
    [' Ana@Example.COM ', 'ana@example.com'],
    ['rené@example.com', 'rené@example.com'],
    ['ｒene@example.com', 'rene@example.com'],
    ['x@münchen.example', 'x@xn--mnchen-3ya.example'],
    ['o’neil+tag@example.com', 'o’neil+tag@example.com'],
  ])('%s is %s', (typed, normal) => expect(normaliseAddress(typed)).toBe(normal));
  it.each([
    '',
    'ana',
    '@example.com',
    'ana@',
    'ana@localhost',
    'a b@example.com',
    'ana@exa mple.com',
    'ana@127.0.0.1',
    'a@b.c/d',
    'ana@example.com\r\nBcc: x@y.z',
    'x'.repeat(320) + '@e.com',
  ])('%j is none', (typed) => expect(normaliseAddress(typed)).toBe(''));
  it('is stable: normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const once = normaliseAddress(typed);
        expect(normaliseAddress(once)).toBe(once);
      }),
    );
  });
});

describe('passwords', () => {
  const person = { name: 'Ana Lopes', address: 'ana.lopes@harbour.example' };
  it.each([
    ['Quiet-window-72', ''],
    ['short1A', 'password.tooShort'],
    ['onlylowercase', ''],
    ['elevenchars', 'password.tooShort'],
    ['aaaBBB111222', 'password.repeats'],
    ['my-abcde-door-7', 'password.runs'],
    ['xx-lopes-window', 'password.personal'],
    ['ü'.repeat(40), 'password.tooLong'],
  ])('%s: %s', (password, problem) => expect(passwordProblem(password, person)).toBe(problem));
});

describe('attack 13: file names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.txt', 'a.txt'],
    ['.htaccess', 'htaccess'],
    ['in\u202Evoice\u200B.pdf', 'invoice.pdf'],
    ['a\r\nX: y.txt', 'aX y.txt'],
    ['', 'file'],
    ['...', 'file'],
    ['\u200B.htaccess', 'htaccess'],
    ['shell.p\u00ADhp', 'shell.php'],
    ['a\u3164.txt', 'a.txt'],
    ['a\u2800\u034F.txt', 'a.txt'],
    ['evil.php. . .', 'evil.php'],
    ['evil．php', 'evil.php'],
    ['..／..／x.txt', 'x.txt'],
    ['NUL', '_NUL'],
    ['com1.txt', '_com1.txt'],
    ['console.txt', 'console.txt'],
    ['\uD800a.txt', 'a.txt'],
  ])('%j becomes %j', (raw, clean) => expect(cleanFileName(raw)).toBe(clean));
  it('cuts a long one between its letters and keeps its ending', () => {
    const name = cleanFileName(`${'😀'.repeat(300)}.txt`);
    expect([...name]).toHaveLength(194);
    expect(name).toMatch(/😀\.txt$/u);
    expect(dispositionOf(name)).toContain('.txt');
  });
  it('never keeps a path, a control or a direction character, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const name = cleanFileName(raw);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
        expect(name.length).toBeGreaterThan(0);
        expect(dispositionOf(name)).toMatch(
          /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[^\s]*$/,
        );
      }),
    );
  });
  it.each(['a.svg', 'a.html', 'a.htm', 'a.js', 'a.xml', 'a.exe', 'a', 'a.', 'a.txt.php'])(
    'refuses %s',
    (name) => expect(attachmentType(name)).toBeNull(),
  );
  it.each([
    ['a.PNG', 'image/png'],
    ['a.b.pdf', 'application/pdf'],
    ['x.csv', 'text/csv'],
  ])('serves %s as %s', (name, type) => expect(attachmentType(name)).toBe(type));
});

describe('search tokens', () => {
  it('finds every word of a text again, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const all = new Set(tokensOf(text));
        for (const { token } of queryTokens(`${text} `)) expect(all).toContain(token);
        for (const token of all) expect(token).toMatch(/^[a-z0-9]{3,60}$/);
      }),
    );
  });
  it.each([
    ['計測器', '東京の計測器が動かない'],
    ['ok', 'It is OK'],
    ['uber', 'Über alles'],
    ['T-1042', 'Ticket T-1042 open'],
  ])('%s is in %s', (q, text) => {
    const all = tokensOf(text);
    for (const { token, isPrefix } of queryTokens(q))
      expect(all.some((one) => (isPrefix ? one.startsWith(token) : one === token))).toBe(true);
  });
  it('takes no operator from the query', () => {
    for (const { token } of queryTokens('a* OR "b" -c (d) & !e | +f'))
      expect(token).toMatch(/^[a-z0-9]+$/);
  });
});

describe('an empty filter', () => {
  it('lets nobody in', () => {
    expect(meetsFilterGroups([], { a: '1' }, new Map(), 0)).toBe(false);
    expect(meetsFilterGroups([{ conditions: [] }], { a: '1' }, new Map(), 0)).toBe(false);
  });
});

describe('status', () => {
  it('follows the conversation', () => {
    expect(meaningAfter('customer-replied', 'waiting-on-customer')).toBe('waiting-on-us');
    expect(meaningAfter('customer-replied', 'closed')).toBe('waiting-on-us');
    expect(meaningAfter('customer-replied', 'new')).toBeNull();
    expect(meaningAfter('agent-replied', 'new')).toBe('waiting-on-customer');
    expect(meaningAfter('agent-replied', 'closed')).toBeNull();
    expect(meaningAfter('closed-by-customer', 'closed')).toBeNull();
  });
  it.each([
    [false, 14, true, 99, 'added'],
    [true, 14, true, 14, 'reopens'],
    [true, 14, true, 15, 'follows-up'],
    [true, 14, false, 15, 'refused'],
    [true, 0, true, 0, 'follows-up'],
    [true, 0, false, 0, 'refused'],
  ])(
    'closed %s, %i days, follow-ups %s, after %i days: %s',
    (isClosed, reopenDays, followUps, days, is) =>
      expect(
        replyOutcome({ isClosed, closedAt: 5 }, { reopenDays, followUps }, 5 + days * 86_400_000),
      ).toBe(is),
  );
});

describe('small ones', () => {
  it.each([
    ['support', true],
    ['help-desk-2', true],
    ['', false],
    ['fr', false],
    ['Admin', false],
    ['a--b', false],
    ['a/b', false],
    ['x'.repeat(61), false],
  ])('slug %j: %s', (slug, isGood) => expect(slugProblem(slug) === '').toBe(isGood));
  it.each([
    ['full', 'Mara Berg', 'Mara Berg'],
    ['first', 'Mara', 'Mara'],
    ['inbox', 'Support', 'Support'],
    ['none', 'Harbour', ''],
  ] as const)('names agents by %s as %s, as assignees %s', (how, author, assignee) => {
    const stand = { company: 'Harbour', inbox: 'Support' };
    expect(agentName(how, '  Mara  Berg ', stand)).toBe(author);
    expect(assigneeName(how, '  Mara  Berg ', stand)).toBe(assignee);
    expect(agentName(how, '', { company: 'Harbour', inbox: '' })).toBe('Harbour');
    expect(assigneeName(how, '', stand)).toBe('');
  });
  it('takes the words for a ticket from one place', () => {
    const words = { singular: { pt: 'pedido', fr: 'commande' }, plural: { pt: 'pedidos', fr: '' } };
    expect(ticketWords(words, 'pt-BR')).toEqual({
      ticket: 'pedido',
      tickets: 'pedidos',
      Ticket: 'Pedido',
      Tickets: 'Pedidos',
    });
    expect(ticketWords(words, 'fr').ticket).toBe('ticket');
    expect(ticketWords(words, 'tlh').tickets).toBe('tickets');
    expect(ticketWords(words, 'pl').Tickets).toBe('Zgłoszenia');
    expect(ticketWords({ singular: { tr: 'iş' }, plural: { tr: 'işler' } }, 'tr').Ticket).toBe(
      'İş',
    );
  });
});

describe('snippets', () => {
  it('leave out the marks of Markdown and nothing of the words', () => {
    expect(
      plainTextOf(
        '## Wi-Fi\n\n- one *TB-1*, see [the list](https://x.example)\n1. Open **Alerts**.\n\n| a | b |\n| --- | :-: |\n| c | d |\n\n```\nGET /x\n```\n> Note: 3 - 2 = 1',
      ),
    ).toBe('Wi-Fi one TB-1, see the list Open Alerts. a b c d GET /x Note: 3 - 2 = 1');
  });
  it('are whole words around the first word asked for', () => {
    const text = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron';
    const snippet = (q: string) => snippetOf(text, text.toLowerCase(), q, 30);
    expect(snippet('beta')).toBe('alpha beta gamma delta epsilon …');
    expect(snippet('Theta')).toBe('… zeta eta theta iota kappa …');
    expect(snippet('omicron')).toBe('… nu xi omicron');
    expect(snippet('nothing')).toBe('alpha beta gamma delta epsilon …');
    expect(snippetOf('水'.repeat(50), '水'.repeat(50), '水', 30)).toBe(`${'水'.repeat(30)} …`);
  });
});
