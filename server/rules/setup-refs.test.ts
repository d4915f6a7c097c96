import * as fc from 'fast-check';
import {
  createDirectory,
  fromRefs,
  namesIn,
  REF_KINDS,
  toRefs,
  wordsOf,
  type NamedId,
} from './setup-refs';

const idOf = (letter: string) => letter.repeat(24);
const named: NamedId[] = [
  { kind: 'pipeline', id: idOf('p'), words: ['Support'] },
  { kind: 'status', id: idOf('s'), words: ['Support', 'New'] },
  { kind: 'status', id: idOf('t'), words: ['Q/A 100%', 'Half #1'] },
  { kind: 'domain', id: idOf('d'), words: ['https://help.example.com/base'] },
  { kind: 'company', id: idOf('c'), words: ['Harbour Foods'] },
  { kind: 'access-group', id: idOf('a'), words: ['Partners'] },
  { kind: 'access-group', id: idOf('b'), words: ['partners'] },
];
const here = createDirectory(named);

describe('references of set-up files', () => {
  it('stand for ids, as texts and as keys', () => {
    const value = {
      domain: idOf('d'),
      closedStatuses: { [idOf('p')]: idOf('s') },
      groups: [idOf('a'), idOf('b')],
      odd: idOf('t'),
      days: 14,
      none: null,
    };
    const words = toRefs(value, here);
    expect(words).toEqual({
      domain: '@domain:https://help.example.com/base',
      closedStatuses: { '@pipeline:Support': '@status:Support/New' },
      groups: ['@access-group:Partners', '@access-group:partners#2'],
      odd: '@status:Q%2FA 100%25/Half %231',
      days: 14,
      none: null,
    });
    expect(fromRefs(words, here)).toEqual({ value, missing: [] });
  });

  it('are found whatever their case and white space, and by their number', () => {
    const answer = fromRefs(['@pipeline:  SUPPORT', '@access-group:Partners#2'], here);
    expect(answer).toEqual({ value: [idOf('p'), idOf('b')], missing: [] });
  });

  it('that are not here are told with their place, and loose ones are left out', () => {
    const answer = fromRefs(
      {
        sets: { status: '@status:Sales/Won%2FLost', pipeline: '@pipeline:%E0' },
        domain: '@domain:https://nowhere.example',
        values: ['@company:Lime', '@company:Harbour Foods'],
        map: { '@company:Lime': 1, '@inbox:Sales': 2 },
      },
      here,
    );
    expect(answer.value).toEqual({
      sets: { status: '@status:Sales/Won%2FLost', pipeline: '@pipeline:%E0' },
      domain: '',
      values: [idOf('c')],
      map: { '@inbox:Sales': 2 },
    });
    expect(answer.missing.map(({ path, name, isLoose }) => [path, name, isLoose])).toEqual([
      ['sets.status', 'Sales / Won/Lost', false],
      ['sets.pipeline', '%E0', false],
      ['domain', 'https://nowhere.example', true],
      ['values.0', 'Lime', true],
      ['map.@company:Lime', 'Lime', true],
      ['map.@inbox:Sales', 'Sales', false],
    ]);
  });

  it('are told apart from texts that look like them', () => {
    const value = ['@pipeline:Support', '@@status:x', '@home', 'a@pipeline:Support'];
    const words = toRefs(value, here);
    expect(words).toEqual(['@@pipeline:Support', '@@@status:x', '@home', 'a@pipeline:Support']);
    expect(fromRefs(words, here)).toEqual({ value, missing: [] });
  });

  it('name what a value refers to', () => {
    expect(namesIn({ a: ['@company:Lime#2', '@@company:x'], '@company:B': 1 }, 'company')).toEqual([
      'Lime',
      'B',
    ]);
    expect(wordsOf('@status:Q%2FA 100%25/Half %231#2')).toEqual(['Q/A 100%', 'Half #1']);
    expect(wordsOf('Support')).toEqual([]);
  });

  it('lead no object to a prototype', () => {
    const value = JSON.parse('{"__proto__": {"isAdmin": true}}') as object;
    const back = fromRefs(toRefs(value, here), here).value as { isAdmin?: boolean };
    expect(back.isAdmin).toBeUndefined();
    expect(Object.keys(back)).toEqual(['__proto__']);
  });

  it('come back as they were, whatever things are called', () => {
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
      fc.constantFrom('A/B', 'a／b', '100%', '%2F', '#2', 'x#2', '@status:x', ' ', 'Straße', 'İ'),
    );
    const thing = fc.record({
      kind: fc.constantFrom(...REF_KINDS),
      words: fc.array(word, { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(thing, { maxLength: 8 }),
        fc.array(word, { maxLength: 5 }),
        (things, texts) => {
          const all = things.map(({ kind, words }, index): NamedId => ({
            kind,
            id: `id${String(index).padStart(22, '0')}`,
            // Of each kind references have one shape.
            words:
              kind === 'status' || kind === 'category' ? [words[0] ?? '', 'x'] : [words[0] ?? ''],
          }));
          const directory = createDirectory(all);
          const value = {
            list: [...all.map(({ id }) => id), ...texts],
            map: Object.fromEntries(all.map(({ id }) => [id, { id }])),
          };
          const words = toRefs(value, directory);
          expect(JSON.stringify(words)).not.toMatch(/id0{10}/);
          expect(fromRefs(words, directory)).toEqual({ value, missing: [] });
        },
      ),
    );
  });
});
