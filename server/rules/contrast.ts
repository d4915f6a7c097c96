/** Contrast of colours as WCAG 2.2 reckons it (1.4.3 and 1.4.11), for the branding page and the server alike. Colours are #rrggbb. */

export const AA_TEXT = 4.5;
export const PAPER = '#ffffff';
export const DARK_PAPER = '#15181c';

const channels = (hex: string): [number, number, number] => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

/** Relative luminance, 0 to 1 (WCAG's definition). */
export function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (none) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever reads better on a colour; one of them always has at least 4.5:1. */
export const inkOn = (background: string): '#000000' | '#ffffff' =>
  contrast('#ffffff', background) >= contrast('#000000', background) ? '#ffffff' : '#000000';

/** The colour, or the nearest lighter shade of it that reads on a dark ground. */
export function lightened(hex: string, ground = DARK_PAPER): string {
  const own = channels(hex);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = own.map((channel) => Math.round(channel + (255 - channel) * share));
    const shade = `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(shade, ground) >= AA_TEXT) return shade;
  }
  return '#ffffff';
}
