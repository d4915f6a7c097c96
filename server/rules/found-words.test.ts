import fc from 'fast-check';
import { findWords, markedSnippet, markedText, wordsToFind } from './found-words';
import { queryTokens, tokensOf } from './search-tokens';

/** A text with its places between brackets. */
const marked = (q: string, text: string) =>
  markedText(text, findWords(text, wordsToFind(q) ?? []).places)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');

describe('words that were searched for', () => {
  it.each([
    ['meter', 'The Meter, and the meters', 'The [Meter], and the [meter]s'],
    ['meter ', 'The Meter, and the meters', 'The [Meter], and the meters'],
    ['uber alles', 'Über ALLES, überall', '[Über] [ALLES], überall'],
    ['über', 'uberall', '[uber]all'],
    ['eter', 'The meter', 'The meter'],
    ['ACME-1042', 'It is acme-1042 again', 'It is [acme]-[1042] again'],
    ['請求書', '十月の請求書を送ってください', '十月の[請求書]を送ってください'],
    ['ガス', 'ｶﾞｽの検針', '[ｶﾞｽ]の検針'],
    ['か', 'がある', 'がある'],
    ['فاتورة', 'أرسلت فاتُورةً أمس', 'أرسلت [فاتُورةً] أمس'],
    ['احمد', 'كتب أحمـد إلينا', 'كتب [أحمـد] إلينا'],
    ['λογος', 'Ο λόγος', 'Ο [λόγος]'],
    ['straße', 'Straße 5', '[Straße] 5'],
    ['ﬁle', 'the file', 'the [file]'],
    ['e\u0301cole', 'l’école', 'l’[école]'],
  ])('%s in %s', (q, text, expected) => expect(marked(q, text)).toBe(expected));

  it('are found wherever the index found them as whole words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zéüñß0-9]{1,8}$/), { minLength: 1, maxLength: 6 }),
        fc.nat(5),
        (words, at) => {
          const text = words.join(' ');
          const q = `${words[at % words.length] ?? ''} `;
          const all = new Set(tokensOf(text));
          expect(queryTokens(q).every(({ token }) => all.has(token))).toBe(true);
          expect(findWords(text, wordsToFind(q) ?? []).hasAll).toBe(true);
        },
      ),
    );
  });

  it('loses nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, q) => {
        const parts = markedText(text, findWords(text, wordsToFind(q) ?? []).places);
        expect(parts.map((part) => part.text).join('')).toBe(text);
      }),
    );
  });
});

describe('a snippet', () => {
  const text = `${'before '.repeat(60)}the invoice is late ${'after '.repeat(60)}`.trim();
  const snippet = (q: string, of: string) =>
    markedSnippet(of, findWords(of, wordsToFind(q) ?? []).places, 80);

  it('stands around the first place, in whole words', () => {
    const parts = snippet('invoice', text);
    const whole = parts.map((part) => part.text).join('');
    expect(whole).toMatch(/^… before .*the invoice is late after.* …$/);
    expect(whole.length).toBeLessThan(90);
    expect(parts.filter(({ isMarked }) => isMarked)).toEqual([{ text: 'invoice', isMarked: true }]);
  });

  it('stands around it too where nothing has spaces', () => {
    const long = `${'検針'.repeat(100)}請求書${'電力'.repeat(100)}`;
    const whole = snippet('請求書', long);
    expect(whole.some((part) => part.isMarked && part.text === '請求書')).toBe(true);
    expect(whole.map((part) => part.text).join('').length).toBeLessThan(110);
  });

  it('is a short text itself', () =>
    expect(snippet('late', 'It is late')).toEqual([
      { text: 'It is ', isMarked: false },
      { text: 'late', isMarked: true },
    ]));
});
