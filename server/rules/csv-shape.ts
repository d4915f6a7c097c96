/** How the spreadsheets of a language read a file: where a comma parts decimals, a semicolon parts cells. */
export interface CsvShape {
  delimiter: ',' | ';';
  decimal: string;
}

export function csvShape(language: string): CsvShape {
  let decimal = '.';
  try {
    const parts = new Intl.NumberFormat(language, { numberingSystem: 'latn' }).formatToParts(1.5);
    decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  } catch {
    // A language that nobody knows is read as English is.
  }
  return decimal === ',' ? { delimiter: ';', decimal } : { delimiter: ',', decimal: '.' };
}

/** Writes instants as `2026-11-30 14:05` on the clocks of a time zone; of one that nobody knows as UTC. */
export function localInstants(timeZone: string): { zone: string; write(instant: number): string } {
  let zone = timeZone || 'UTC';
  let format: Intl.DateTimeFormat;
  try {
    format = clockOf(zone);
  } catch {
    zone = 'UTC';
    format = clockOf(zone);
  }
  return {
    zone,
    write(instant) {
      const parts: Partial<Record<string, string>> = {};
      for (const { type, value } of format.formatToParts(instant)) parts[type] = value;
      const { year = '', month, day, hour, minute } = parts;
      return `${year.padStart(4, '0')}-${month ?? ''}-${day ?? ''} ${hour ?? ''}:${minute ?? ''}`;
    },
  };
}

const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
