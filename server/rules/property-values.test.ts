import fc from 'fast-check';
import { normaliseText, parsePropertyValue, textKeyOf } from './property-values';
import { proposedKey, proposedOptionKey } from './property-limits';

/** Code points in order, as UTF-8 bytes sort. */
const byCodePoints = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

const text = fc.string({ unit: 'binary', maxLength: 60 });

describe('text keys', () => {
  it('are equal when the normalised texts are, and only then', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(textKeyOf(a) === textKeyOf(b)).toBe(normaliseText(a) === normaliseText(b));
      }),
    );
    fc.assert(
      fc.property(text, (a) => {
        expect(textKeyOf(`  ${a.toUpperCase().toLowerCase()} `)).toBe(
          textKeyOf(a.toUpperCase().toLowerCase()),
        );
      }),
    );
  });

  it('of long texts stay what they were: they are stored', () => {
    expect(textKeyOf('Zähler 7 '.repeat(20)).slice(-32)).toBe('f2995177eb7896f435e60caa54f17f55');
  });

  it('sort as the code points of the normalised text, and fit an index', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 19 }),
        fc.string({ unit: 'binary', maxLength: 19 }),
        (a, b) => {
          const [left, right] = [normaliseText(a), normaliseText(b)];
          if (Buffer.byteLength(left) > 78 || Buffer.byteLength(right) > 78) return;
          const [x, y] = [textKeyOf(a), textKeyOf(b)];
          expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(byCodePoints(left, right)));
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 1000 }), (a) => {
        expect(textKeyOf(a).length).toBeLessThanOrEqual(191);
      }),
    );
  });
});

describe('reading what was typed', () => {
  it('takes any number back as it is written, with point or comma', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.nat(999), (whole, part) => {
        const typed = `${whole}.${String(part).padStart(3, '0')}`;
        const expected = { value: Number(typed) };
        const number = { kind: 'number', options: [] } as const;
        expect(parsePropertyValue({ ...number, options: [] }, typed)).toEqual(expected);
        expect(parsePropertyValue({ ...number, options: [] }, typed.replace('.', ','))).toEqual(
          expected,
        );
      }),
    );
  });

  it('takes only days of the calendar', () => {
    const date = { kind: 'date' as const, options: [] };
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (day) => {
          const typed = day.toISOString().slice(0, 10);
          expect(parsePropertyValue(date, typed)).toEqual({ value: typed });
        },
      ),
    );
    for (const wrong of ['2026-02-30', '2026-13-01', '26-1-1', 'soon'])
      expect(parsePropertyValue(date, wrong)).toEqual({ problem: 'date' });
  });

  it('never takes an option that is not there, and an archived one only where it was', () => {
    const options = [
      { key: 'red', labels: {}, isArchived: false },
      { key: 'old', labels: {}, isArchived: true },
    ];
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 10 }), (typed) => {
        const parsed = parsePropertyValue({ kind: 'choice', options }, typed);
        if ('value' in parsed && parsed.value !== null) expect(parsed.value).toBe('red');
      }),
    );
    expect(parsePropertyValue({ kind: 'choice', options }, 'old')).toEqual({ problem: 'option' });
    expect(parsePropertyValue({ kind: 'choice', options }, 'old', 'old')).toEqual({ value: 'old' });
    expect(parsePropertyValue({ kind: 'choices', options }, ['red', 'old'], ['old'])).toEqual({
      value: ['red', 'old'],
    });
  });

  it('takes no link that a browser would run', () => {
    const link = { kind: 'link' as const, options: [] };
    expect(parsePropertyValue(link, 'javascript:alert(1)')).toEqual({ problem: 'link' });
    expect(parsePropertyValue(link, 'https://a.example/x')).toEqual({
      value: 'https://a.example/x',
    });
  });
});

describe('proposed keys', () => {
  it('are keys or nothing', () => {
    expect(proposedKey('Numéro de série')).toBe('numero_de_serie');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (label) => {
        expect(proposedKey(label)).toMatch(/^([a-z][a-z0-9_]{0,63})?$/);
        expect(proposedOptionKey(label)).toMatch(/^([a-z0-9][a-z0-9_-]{0,63})?$/);
      }),
    );
  });
});
