import type { Page } from 'playwright-core';

/**
 * Waits until the element with the focus has this value of an attribute. What explains a mistake is often drawn a moment
 * before the focus moves to its field, so looking once fails now and then.
 */
export async function waitForFocus(page: Page, attribute: string, value: string): Promise<void> {
  await page.waitForFunction(
    ([name, wanted]) => document.activeElement?.getAttribute(name) === wanted,
    [attribute, value] as const,
  );
}
