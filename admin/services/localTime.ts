/** As the browser's field for date and time writes it: `2026-03-01T09:30`; '' for 0, which is none. */
export function localTimeOf(instant: number): string {
  if (instant === 0) return '';
  const date = new Date(instant);
  const padded = (value: number, length = 2) => String(value).padStart(length, '0');
  const day = [padded(date.getFullYear(), 4), padded(date.getMonth() + 1), padded(date.getDate())];
  return `${day.join('-')}T${padded(date.getHours())}:${padded(date.getMinutes())}`;
}

/** Epoch ms; without a zone it is a local time (ECMA-262, Date Time String Format). 0 where nothing stands. */
export const instantOf = (local: string): number => Date.parse(local) || 0;
