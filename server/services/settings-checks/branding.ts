import type { BrandingSettings } from '../../contracts/portal-settings';
import { AA_TEXT, contrast, DARK_PAPER, PAPER } from '../../rules/contrast';
import { findBrandPicture } from '../../store/brand-pictures';
import { stylesheetProblem } from '../brand-stylesheet';
import { refused, refusedAll } from '../refusals';
import type { SettingsCheck } from './check';

const PICTURES = ['logo', 'logoDark', 'favicon'] as const;

export const checkBranding: SettingsCheck<'branding'> = async (input, { db }) => {
  refusedAll([...contrastProblems(input), ...linkProblems(input)]);
  const problem = stylesheetProblem(input.stylesheet);
  if (problem !== '') refused('stylesheet', problem);
  for (const field of PICTURES) {
    const name = input[field];
    if (name !== '' && !(await findBrandPicture(db, name)))
      refused(field, 'This picture is not here any more. Choose it again.');
  }
  return input;
};

/** WCAG 2.2, 1.4.3: links and buttons are text of that colour, or white text on it. */
function contrastProblems({ accent, accentDark }: BrandingSettings) {
  const problems: { path: string; message: string }[] = [];
  const against = (path: string, color: string, ground: string, name: string) => {
    const ratio = contrast(color, ground);
    if (ratio < AA_TEXT)
      problems.push({
        path,
        message: `Its contrast on the ${name} page is ${ratio.toFixed(1)} to 1. It needs ${AA_TEXT} to 1 to be read.`,
      });
  };
  against('accent', accent, PAPER, 'light');
  if (accentDark !== '') against('accentDark', accentDark, DARK_PAPER, 'dark');
  return problems;
}

/** A link without a word in any language could not be pressed. */
function linkProblems({ headerLinks, footerLinks }: BrandingSettings) {
  return Object.entries({ headerLinks, footerLinks }).flatMap(([list, links]) =>
    links.flatMap(({ labels }, index) =>
      Object.values(labels).some((label) => label !== '')
        ? []
        : [{ path: `${list}.${index}.labels`, message: 'Enter the text of the link.' }],
    ),
  );
}
