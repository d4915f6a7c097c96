import fc from 'fast-check';
import { AA_TEXT, contrast, DARK_PAPER, inkOn, lightened } from './contrast';

const colors = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('contrast', () => {
  // Figures of WebAIM's contrast checker.
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#2f5bd8', '#ffffff', 5.83],
    ['#ff0000', '#ffffff', 4.0],
  ])('of %s on %s is %d', (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 1);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  it('of the ink on any colour is enough', () =>
    fc.assert(fc.property(colors, (color) => contrast(inkOn(color), color) >= AA_TEXT)));

  it('of a lightened colour on the dark page is enough, and a light one stays', () => {
    fc.assert(fc.property(colors, (color) => contrast(lightened(color), DARK_PAPER) >= AA_TEXT));
    expect(lightened('#9ab5ff')).toBe('#9ab5ff');
  });
});
