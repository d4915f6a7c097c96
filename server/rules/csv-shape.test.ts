import { csvShape, localInstants } from './csv-shape';

describe('a CSV file of a language', () => {
  it.each([
    ['en', ','],
    ['ja', ','],
    ['fr', ';'],
    ['de', ';'],
    ['pt-BR', ';'],
    ['pl', ';'],
    ['no such language', ','],
  ])('%s parts cells by %s', (language, delimiter) =>
    expect(csvShape(language).delimiter).toBe(delimiter),
  );

  it('has instants on the clocks of its reader, also when those are changed', () => {
    const paris = localInstants('Europe/Paris');
    expect(paris.write(Date.UTC(2026, 9, 25, 0, 30))).toBe('2026-10-25 02:30');
    expect(paris.write(Date.UTC(2026, 9, 25, 1, 30))).toBe('2026-10-25 02:30');
    expect(paris.write(Date.UTC(2026, 11, 31, 23, 5))).toBe('2027-01-01 00:05');
    expect(localInstants('Nowhere/Else')).toMatchObject({ zone: 'UTC' });
    expect(localInstants('').write(Date.UTC(2026, 0, 1))).toBe('2026-01-01 00:00');
  });
});
