import type { FilterCondition, FilterOperator } from '../contracts/filter-operators';
import type { PropertyKind } from '../contracts/properties';
import { filterProblems, meetsFilterGroups, type FilterRecord } from './filter-groups';
import { pastedAddresses } from './pasted-addresses';

const NOW = Date.parse('2026-11-25T09:00:00Z');

const options = ['gold', 'silver'].map((key) => ({ key, labels: {}, isArchived: false }));
const KINDS: Record<string, PropertyKind> = {
  motto: 'text',
  story: 'long-text',
  score: 'number',
  since: 'date',
  seen: 'instant',
  plan: 'choice',
  modules: 'choices',
};
const fields = new Map(Object.entries(KINDS).map(([key, kind]) => [key, { kind, options }]));
const condition = (
  property: string,
  operator: FilterOperator,
  ...values: string[]
): FilterCondition => ({ property, operator, values });
const meets = (record: FilterRecord, ...conditions: FilterCondition[]) =>
  meetsFilterGroups([{ conditions }], record, fields, NOW);

describe('what a condition asks', () => {
  it.each<[string, FilterRecord, FilterCondition, boolean]>([
    ['case does not count', { motto: 'RENÉ' }, condition('motto', 'is', 'rené'), true],
    ['accents do', { motto: 'rene' }, condition('motto', 'is', 'rené'), false],
    ['spaces around do not', { motto: ' a  b ' }, condition('motto', 'is', 'a b'), true],
    ['a blank text is unknown', { motto: '  ' }, condition('motto', 'is-unknown'), true],
    ['contains is a word', { story: 'Cat and dog' }, condition('story', 'contains', 'do'), false],
    ['of any order', { story: 'Cat and dog' }, condition('story', 'contains', 'DOG cat'), true],
    ['a negative one is met by nothing', {}, condition('motto', 'is-not', 'x'), true],
    ['decimals', { score: -0.5 }, condition('score', 'is-less-than', '-0.4'), true],
    ['what is no number is met by none', { score: 0 }, condition('score', 'is', ''), false],
    ['a day is whole', { seen: NOW }, condition('seen', 'is', '2026-11-25'), true],
    ['after a day is the next', { seen: NOW }, condition('seen', 'is-after', '2026-11-25'), false],
    ['the last day', { since: '2026-11-24' }, condition('since', 'is-in-last-days', '1'), true],
    ['not before it', { since: '2026-11-23' }, condition('since', 'is-in-last-days', '1'), false],
    ['not tomorrow', { since: '2026-11-26' }, condition('since', 'is-in-last-days', '1'), false],
    [
      'several',
      { modules: ['gold'] },
      condition('modules', 'includes-all-of', 'gold', 'silver'),
      false,
    ],
    ['a property that is gone', { old: 'x' }, condition('old', 'is-not', 'y'), false],
    ['an operator of another kind', { plan: 'gold' }, condition('plan', 'is-not', 'x'), false],
  ])('%s', (_title, record, asked, answer) => {
    expect(meets(record, asked)).toBe(answer);
  });

  it('holds together inside a group, and one group is enough', () => {
    const gold = condition('plan', 'is-any-of', 'gold');
    const many = condition('score', 'is-at-least', '10');
    expect(meets({ plan: 'gold', score: 9 }, gold, many)).toBe(false);
    const groups = [{ conditions: [gold] }, { conditions: [many] }];
    expect(meetsFilterGroups(groups, { plan: 'gold', score: 9 }, fields, NOW)).toBe(true);
    expect(meetsFilterGroups(groups, { score: 9 }, fields, NOW)).toBe(false);
  });

  it('names what is wrong by its place', () => {
    const groups = [
      { conditions: [condition('score', 'is', '1e3')] },
      {
        conditions: [
          condition('plan', 'is-any-of', 'gold'),
          condition('seen', 'is-in-last-days', '0'),
        ],
      },
    ];
    expect(filterProblems(groups, fields)).toMatchObject([
      { group: 0, condition: 0, field: 'values' },
      { group: 1, condition: 1, field: 'values' },
    ]);
  });
});

describe('pasted addresses', () => {
  it('reads lines, commas, white space and names beside an address', () => {
    expect(
      pastedAddresses(
        'Ana Lopes <ANA@a.example>; b@a.example,c@a.example d@a.example\n\nEve eve@a.example\nana@A.example',
      ),
    ).toEqual({
      addresses: ['ana@a.example', 'b@a.example', 'c@a.example', 'd@a.example', 'eve@a.example'],
      invalid: [],
    });
  });

  it('gives back what is none', () => {
    expect(pastedAddresses('nobody at all\nx@y\n<>')).toEqual({
      addresses: [],
      invalid: ['nobody at all', 'x@y', '<>'],
    });
  });
});
