import {
  addressesIn,
  cleanCell,
  dateOf,
  guardCell,
  instantReader,
  languageOf,
  yesNoOf,
} from './csv-values';

describe('cells of a CSV file', () => {
  it('are never run by a spreadsheet, and are read back as they were', () => {
    for (const text of ['=1+1', '+351 21 1', '-5 degrees', '@sum', '＝1', "it's", 'plain'])
      expect(cleanCell(String(guardCell(text)))).toBe(text);
    expect(guardCell('=1+1')).toBe("'=1+1");
    expect(guardCell(-5)).toBe(-5);
    expect(cleanCell('a\0b')).toBe('ab');
  });

  it('hold dates in the zone that was said', () => {
    const lisbon = instantReader('Europe/Lisbon');
    expect(lisbon('2026-07-01 12:00')).toBe(Date.UTC(2026, 6, 1, 11));
    expect(lisbon('2026-01-01')).toBe(Date.UTC(2026, 0, 1));
    expect(lisbon('2026-07-01T12:00:00Z')).toBe(Date.UTC(2026, 6, 1, 12));
    expect(lisbon('2026-07-01T12:00:00+02:00')).toBe(Date.UTC(2026, 6, 1, 10));
    expect(lisbon('25.11.2026 16:30')).toBe(Date.UTC(2026, 10, 25, 16, 30));
    expect(instantReader('America/New_York')('2026-11-01 03:00')).toBe(Date.UTC(2026, 10, 1, 8));
    for (const wrong of ['tomorrow', '11/12/2026', '2026-02-30', '2026-01-01 25:00'])
      expect(lisbon(wrong)).toBeNaN();
    expect(dateOf('2026-01-31 10:00')).toBe('2026-01-31');
    expect(dateOf('31.1.2026')).toBe('2026-01-31');
  });

  it('hold instants of any zone, on days when its clocks change too', () => {
    const zones = ['Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
    for (const timeZone of zones) {
      const read = instantReader(timeZone);
      const written = new Intl.DateTimeFormat('sv-SE', {
        timeZone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2027, 0, 1); time += 900_000)
        if (written.format(read(written.format(time))) !== written.format(time))
          expect(`${timeZone} ${written.format(time)}`).toBe(
            `${timeZone} ${written.format(read(written.format(time)))}`,
          );
    }
  });

  it('hold languages, yes and no, and addresses as people write them', () => {
    expect(['en_US', 'pt-br', 'Français', 'Deutsch', 'klingonish'].map(languageOf)).toEqual([
      'en-US',
      'pt-BR',
      'fr',
      'de',
      '',
    ]);
    expect(['Oui', 'FALSE', 'Sí', 'maybe'].map(yesNoOf)).toEqual(['yes', 'no', 'yes', '']);
    expect(addressesIn('Ana Lopes (ana@harbour.example); b@c.example')).toEqual([
      'ana@harbour.example',
      'b@c.example',
    ]);
  });
});
