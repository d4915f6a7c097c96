import axe from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

/**
 * What axe finds, as lines; the page's policy allows no injected script, so it runs in an isolated world. `own` is a session
 * that goes on: the end of another one would take a device of the test away.
 */
export async function findings(
  page: Page,
  within = 'html',
  own?: CDPSession,
  /** Rules that axe leaves out by itself. */
  more: readonly string[] = [],
): Promise<string[]> {
  const session = own ?? (await page.context().newCDPSession(page));
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  });
  const call = (expression: string) =>
    session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
  await call(`${axe.source}; 'ready'`);
  // What still fades in has no contrast yet.
  await call(
    "Promise.all(document.getAnimations().filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime))).map((one) => one.finished.catch(() => null))).then(() => 'still')",
  );
  const { result } = await call(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'], rules: ${JSON.stringify(Object.fromEntries(more.map((rule) => [rule, { enabled: true }])))} }).then((found) => found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', ')))`,
  );
  if (!own) await session.detach();
  return result.value as string[];
}
