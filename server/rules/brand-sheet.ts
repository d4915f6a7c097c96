import type { BrandingSettings } from '../contracts/portal-settings';
import { inkOn, lightened } from './contrast';

const SYSTEM = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** Font stacks of what computers have: no font is loaded from anywhere. */
export const FONT_STACKS: Record<BrandingSettings['font'], string> = {
  system: SYSTEM,
  humanist: `Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', source-sans-pro, ${SYSTEM}`,
  geometric: `Avenir, Montserrat, Corbel, 'URW Gothic', source-sans-pro, ${SYSTEM}`,
  serif: "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, Georgia, serif",
  mono: "ui-monospace, 'Cascadia Code', 'Source Code Pro', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

/** The brand's colours, font and corners as variables of the site's own style sheet. Every value is of our making. */
export function brandSheet(branding: BrandingSettings): string {
  const { accent, accentDark, header, font, radius } = branding;
  const dark = accentDark === '' ? lightened(accent) : accentDark;
  const vars: Record<string, string> = {
    '--accent': accent,
    '--on-accent': inkOn(accent),
    '--radius': `${radius}px`,
    '--font': FONT_STACKS[font],
    ...(header === '' ? {} : { '--head': header, '--head-ink': inkOn(header) }),
  };
  const said = Object.entries(vars)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
  return `:root{${said}}@media (prefers-color-scheme:dark){:root{--link:${dark}}}`;
}
