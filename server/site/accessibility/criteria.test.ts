import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKED_ON, CRITERIA } from './criteria';

const DOCUMENT = path.resolve(__dirname, '../../../docs/accessibility.md');

/** The table as docs/accessibility.md has it; `UPDATE_DOCS=1` writes it there. */
function asDocument(): string {
  const lines = CRITERIA.map(
    ({ id, name, level, result, methods, note }) =>
      `- **${id} ${name}** (${level}): ${result}; ${methods.join(', ')}. ${note}`,
  );
  return `${before()}<!-- criteria -->\n\nGone through on ${CHECKED_ON}.\n\n${lines.join('\n')}\n`;
}

const before = () => readFileSync(DOCUMENT, 'utf8').split('<!-- criteria -->')[0] ?? '';

it('has every criterion of WCAG 2.2, level A and AA', () => {
  const at = (level: string) => CRITERIA.filter((one) => one.level === level).length;
  expect([at('A'), at('AA')]).toEqual([31, 24]);
  expect(new Set(CRITERIA.map(({ id }) => id)).size).toBe(55);
});

it('says of nothing absent that it was checked, and of all else how', () => {
  for (const { id, result, methods } of CRITERIA)
    expect({ id, isUnchecked: methods.includes('none') || methods.length === 0 }).toEqual({
      id,
      isUnchecked: result === 'absent',
    });
});

it('is what docs/accessibility.md says', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(DOCUMENT, asDocument());
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(asDocument());
});
