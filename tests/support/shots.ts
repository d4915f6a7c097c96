import type { Page } from 'playwright-core';

/** The folder in which pictures are wanted. */
const { SHOTS } = process.env;

/** Takes a picture of a whole page, `<subject>-<name>.png`, where pictures are wanted. */
export const shotsOf =
  (subject: string) =>
  async (page: Page, name: string): Promise<void> => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${subject}-${name}.png`, fullPage: true });
  };
