import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';

/** Half as long as what the package exports, and the same rules. */
const AXE = `${readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')}; 'ready'`;

/** What still fades in has no contrast yet. */
const STILL =
  'Promise.all(document.getAnimations().filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime))).map((one) => one.finished.catch(() => null)))';

/**
 * What axe finds, as lines; the page's policy allows no injected script, so it runs in an isolated world, which the document
 * keeps for the next time. `own` is a session that goes on: the end of another one would take a device of the test away.
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
    worldName: 'axe',
  });
  const call = async (expression: string): Promise<unknown> => {
    const { result } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  };
  if ((await call('typeof axe')) === 'undefined') await call(AXE);
  const rules = Object.fromEntries(more.map((rule) => [rule, { enabled: true }]));
  const found = await call(
    `${STILL}.then(() => axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'], rules: ${JSON.stringify(rules)} })).then((found) => found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', ')))`,
  );
  if (!own) await session.detach();
  return found as string[];
}
