import {
  isTooDeep,
  joined,
  overlay,
  prototypeName,
  reordered,
  stable,
  unknownFields,
} from './setup-merge';

describe('a set-up file over what is there', () => {
  it('changes the fields that it names, and takes values as a whole', () => {
    const here = { rules: { a: 1, b: 2 }, labels: { en: 'One', fr: 'Un' }, kept: true };
    expect(overlay(here, { rules: { b: 3 }, labels: { en: 'Two' } }, 2)).toEqual({
      rules: { a: 1, b: 3 },
      labels: { en: 'Two', fr: 'Un' },
      kept: true,
    });
    expect(overlay(here, { labels: { en: 'Two' } }, 1)).toMatchObject({ labels: { en: 'Two' } });
  });

  it('keeps entries that only are here, behind its own', () => {
    const here = [
      { name: 'New', color: 'red' },
      { name: 'Old', color: 'blue' },
    ];
    const keyOf = ({ name }: Record<string, unknown>) => String(name);
    expect(joined(here, [{ name: 'More' }, { name: 'New', hidden: true }, 7], keyOf)).toEqual([
      { name: 'More' },
      { name: 'New', color: 'red', hidden: true },
      7,
      { name: 'Old', color: 'blue' },
    ]);
  });

  it.each([
    ['abcd', 'dba', 'dbca'],
    ['abcd', 'ac', 'abcd'],
    ['abcd', 'xcax', 'cbad'],
    ['', 'a', ''],
  ])('moves what it names in %s to the order %s, and nothing else', (here, wanted, after) => {
    expect(reordered([...here], [...wanted]).join('')).toBe(after);
  });

  it('says which of its fields nobody knows', () => {
    const taken = { name: 'a', list: [{ x: 1 }], labels: { en: 'a' } };
    expect(unknownFields({ name: 'a', list: [{ x: 1, y: 2 }], nmae: 1 }, taken)).toEqual([
      'list.0.y',
      'nmae',
    ]);
    expect(unknownFields({ toString: 1 }, {})).toEqual(['toString']);
  });

  it('has its fields in one order, and its lists as they are', () => {
    const value = { b: [{ y: 1, x: 2, name: 'n' }, 1], a: null, name: 'm' };
    expect(JSON.stringify(stable(value))).toBe(
      '{"name":"m","a":null,"b":[{"name":"n","x":2,"y":1},1]}',
    );
  });

  it('is refused where it names a prototype, or nests without end', () => {
    expect(prototypeName(JSON.parse('{"a": [{"__proto__": {}}]}'))).toBe('a.0.__proto__');
    expect(prototypeName({ a: { constructor: 1 } })).toBe('a.constructor');
    expect(prototypeName({ a: ['__proto__'] })).toBeNull();
    expect(isTooDeep('['.repeat(50))).toBe(true);
    expect(isTooDeep(`["${'['.repeat(50)}\\"${'{'.repeat(50)}"]`)).toBe(false);
  });
});
