import type { Browser, Page } from 'playwright-core';
import { PASSWORD } from './company';

/** Fills in the form of a portal's sign-in page, which the page shows. */
export async function enterPortal(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.fill('#email', email);
  await page.fill('#password', password);
  await page.click('main button.primary');
  await page.waitForSelector('nav >> text=My tickets');
}

/** A browser of its own in which a customer is signed in at the portal with this address. */
export async function customerAt(
  browser: Browser,
  portal: string,
  email: string,
  options?: Parameters<Browser['newContext']>[0],
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${portal}/sign-in`);
  await enterPortal(page, email);
  return page;
}
