import { rangeOf } from './byte-range';

const ETAG = '"abc"';

describe('ranges of a file of ten bytes', () => {
  it.each([
    ['bytes=0-4', { start: 0, end: 4 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['', null],
    ['bytes=-', null],
    ['bytes=4-2', null],
    ['bytes=0-1,4-5', null],
    ['lines=0-1', null],
    ['bytes=x-1', null],
  ])('%j is %j', (header, range) => expect(rangeOf(header, '', 10, ETAG)).toEqual(range));

  it('goes on with the same file only', () => {
    expect(rangeOf('bytes=5-', ETAG, 10, ETAG)).toEqual({ start: 5, end: 9 });
    expect(rangeOf('bytes=5-', '"before"', 10, ETAG)).toBeNull();
    expect(rangeOf('bytes=5-', 'W/"abc"', 10, ETAG)).toBeNull();
  });
});
