/** Where each unit begins, in bytes. */
const UNITS = [
  ['megabyte', 1024 * 1024],
  ['kilobyte', 1024],
  ['byte', 1],
] as const;

/** How large a file is, as people read it. */
export function sizeOf(bytes: number, language: string): string {
  const [unit, from] = UNITS.find((one) => bytes >= one[1]) ?? UNITS[2];
  const count = bytes / from;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: count < 10 ? 1 : 0,
  }).format(count);
}
