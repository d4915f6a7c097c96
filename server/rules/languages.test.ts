import { FALLBACK_LABELS } from './customer-labels';
import {
  acceptedLanguage,
  directionOf,
  LANGUAGES,
  languageOf,
  offeredFor,
  ownNameOf,
} from './languages';
import { BUILT_IN_WORDS } from './ticket-words';

describe('languages', () => {
  it('are ten, each with the words that pages need beside their texts', () => {
    expect(LANGUAGES.map(({ tag }) => tag)).toEqual('en fr de es pt it nl pl ar ja'.split(' '));
    for (const { tag, name, direction } of LANGUAGES) {
      expect([tag, directionOf(tag)]).toEqual([tag, direction]);
      expect([tag, name]).toEqual([
        tag,
        new Intl.DisplayNames([tag], { type: 'language' }).of(tag),
      ]);
      expect([tag, Object.keys(FALLBACK_LABELS[tag] ?? {})]).toEqual([
        tag,
        ['new', 'waiting-on-customer', 'waiting-on-us', 'closed'],
      ]);
      expect(BUILT_IN_WORDS[tag]).toBeDefined();
    }
  });
  it('are known by their base, and name themselves', () => {
    expect(languageOf('pt-BR')?.tag).toBe('pt');
    expect(languageOf('tlh')).toBeUndefined();
    expect(directionOf('ar-EG')).toBe('rtl');
    expect(ownNameOf('ar')).toBe('العربية');
    expect(ownNameOf('sv')).toBe('svenska');
  });
  it.each([
    ['fr', ['en', 'fr'], 'fr'],
    ['fr_CA', ['en', 'fr'], 'fr'],
    ['FR-ca', ['en', 'fr-CA', 'fr'], 'fr-CA'],
    ['pt', ['en', 'pt-BR'], 'pt-BR'],
    ['tlh', ['en', 'fr'], ''],
    ['', ['en', 'fr'], ''],
  ])('%j among %j is %j', (tag, offered, expected) =>
    expect(offeredFor(tag, offered)).toBe(expected),
  );
  it.each([
    ['pt-BR,pt;q=0.9,en;q=0.8', ['en', 'pt'], 'pt'],
    ['en;q=0.5, de', ['en', 'de'], 'de'],
    ['de-CH, fr;q=0.9, *;q=0.1', ['en', 'fr'], 'fr'],
    ['fr;q=0, en', ['en', 'fr'], 'en'],
    ['*', ['en', 'fr'], ''],
    ['', ['en', 'fr'], ''],
    ['<script>,;q=1,,fr;q=x', ['en', 'fr'], 'fr'],
    [`${'de,'.repeat(5000)}fr`, ['en', 'fr'], ''],
  ])('a browser that asks for %j of %j gets %j', (header, offered, expected) =>
    expect(acceptedLanguage(header, offered)).toBe(expected),
  );
});
