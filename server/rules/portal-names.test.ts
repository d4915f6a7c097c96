import { namesFor, prefixesFor, slugsFor } from './portal-names';
import { slugProblem } from './slug';

const first = (values: Generator<string>, count: number): string[] =>
  Array.from({ length: count }, () => String(values.next().value));

describe('names beside a portal', () => {
  it('makes addresses of any name, each of them allowed', () => {
    expect(first(slugsFor('Harbour Hilfe & Ärger'), 3)).toEqual([
      'harbour-hilfe-arger',
      'harbour-hilfe-arger-support',
      'harbour-hilfe-arger-2',
    ]);
    // No letter of an address, or one that stands for a language.
    for (const name of ['お客様窓口', 'FR', '…'])
      expect(first(slugsFor(name), 1)).toEqual(['support']);
    for (const name of ['x'.repeat(80), 'Kundenportal', '3M', 'a'])
      for (const slug of first(slugsFor(name), 12))
        expect([slug, slugProblem(slug)]).toEqual([slug, '']);
  });

  it('makes beginnings of ticket numbers that end with no digit and fit', () => {
    expect(first(prefixesFor('Harbour support'), 3)).toEqual([
      'HARBOUR-',
      'HARBOUR-B-',
      'HARBOUR-C-',
    ]);
    expect(first(prefixesFor('3M Deutschland'), 1)).toEqual(['M-']);
    expect(first(prefixesFor('窓口'), 1)).toEqual(['T-']);
    for (const prefix of prefixesFor('Internationalisation'))
      expect(prefix).toMatch(/^[A-Z-]{2,12}-$/);
  });

  it('numbers names that are taken', () => {
    expect(first(namesFor('Harbour'), 3)).toEqual(['Harbour', 'Harbour 2', 'Harbour 3']);
  });
});
