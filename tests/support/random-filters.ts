import fc from 'fast-check';
import { OPERATORS_OF, valuesOf, type FilterGroups } from '../../server/contracts/filter-groups';
import type {
  NewProperty,
  PropertyDefinition,
  PropertyKind,
} from '../../server/contracts/properties';

/** The clock of filters that are compared. */
export const NOW = Date.parse('2026-11-25T12:00:00Z');
export const DAY = 24 * 60 * 60 * 1000;

/** Texts that a collation or a careless comparison would take for one another. */
const TEXTS = [
  'René Müller',
  'Rene Muller',
  'RENÉ MÜLLER',
  'rené  müller ',
  'Straße 1',
  'STRASSE 1',
  '東京',
  '東京タワー',
  'が',
  'か',
  'مرحبا بالعالم',
  'Привет мир',
  '👍',
  '👍🏽 ok',
  'İstanbul',
  'a',
  'a b',
  'b',
  'ab',
  'ﬁn',
  'fin',
  "100% _safe_ \\ 'quoted'",
  'x'.repeat(190),
  `${'x'.repeat(189)}y`,
  'fr',
  'FR',
  'pt-BR',
  'Europe/Paris',
  '+33 1 23',
  'harbour.example',
  '@harbour.example',
  ' ',
];
const NUMBERS = ['0', '-0', '1', '-1', '0.1', '0.3000000001', '-12.5', '999999999999999', '12'];
const DATES = [-401, -400, -8, -7, -1, 0, 1, 7].map((days) =>
  new Date(NOW + days * DAY).toISOString().slice(0, 10),
);
export const OPTIONS = ['gold', 'silver', 'gold-2', 'g_ld'];
/** A custom property of each kind. */
export const OWN: [key: string, kind: NewProperty['kind']][] = [
  ['motto', 'text'],
  ['story', 'long-text'],
  ['score', 'number'],
  ['since', 'date'],
  ['plan', 'choice'],
  ['modules', 'choices'],
  ['vip', 'yes-no'],
  ['site', 'link'],
];

export const textArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) =>
      text
        .replaceAll('\0', '')
        .slice(0, 180)
        .replace(/\p{Surrogate}/gu, ''),
    ),
  },
);

/** A value as somebody types it. */
export const typedArbitrary = (kind: PropertyKind): fc.Arbitrary<string | string[]> => {
  switch (kind) {
    case 'number':
      return fc.oneof(
        fc.constantFrom(...NUMBERS),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
      );
    case 'date':
      return fc.constantFrom(...DATES, '1970-01-01', '1969-12-31');
    case 'choice':
      return fc.constantFrom(...OPTIONS);
    case 'choices':
      return fc.subarray(OPTIONS);
    case 'yes-no':
      return fc.constantFrom('yes', 'no');
    case 'link':
      return fc.constantFrom('https://a.example/x', 'https://a.example/X', 'https://é.example/');
    default:
      return textArbitrary;
  }
};

/** Random filter groups over properties; `others` are values to ask for where the kind does not say them. */
export function groupsArbitrary(
  definitions: readonly PropertyDefinition[],
  others: (property: PropertyDefinition) => string[],
): fc.Arbitrary<FilterGroups> {
  const condition = fc.constantFrom<PropertyDefinition>(...definitions).chain((property) =>
    fc.constantFrom(...OPERATORS_OF[property.kind]).chain((operator) => {
      const asked = others(property);
      const one = (): fc.Arbitrary<string> => {
        if (operator.includes('days')) return fc.constantFrom('1', '7', '8', '400', '0', 'x', '');
        if (asked.length > 0) return fc.constantFrom(...asked);
        if (property.kind === 'number')
          return fc.constantFrom(...NUMBERS, 'abc', '', '1e3', '0.100');
        if (property.kind === 'date' || property.kind === 'instant')
          return fc.constantFrom(...DATES, '1970-01-01', '2026-02-30', '');
        if (property.kind.startsWith('choice'))
          return fc.constantFrom(...OPTIONS, 'GOLD', 'gold ', 'göld', '', 'other');
        if (property.kind === 'yes-no') return fc.constantFrom('yes', 'no', 'YES', '');
        if (property.kind === 'link')
          return fc.constantFrom('https://a.example/x', 'a.example', 'x', 'é');
        return textArbitrary;
      };
      const count = valuesOf(operator);
      const values =
        count === 'none'
          ? fc.constant<string[]>([])
          : fc.array(one(), { minLength: 0, maxLength: count === 'one' ? 1 : 3 });
      return values.map((some) => ({ property: property.key, operator, values: some }));
    }),
  );
  return fc.array(fc.record({ conditions: fc.array(condition, { maxLength: 3 }) }), {
    maxLength: 3,
  });
}
