import { setImmediate } from 'node:timers/promises';
import { lastContactKey } from '../store/access-groups';
import type { Connection } from '../store/connection';

/** One step over contacts holds the connection this long at most, in ms, as far as the step before tells. */
const STEP = 25;
const FIRST_KEYS = 500;
const FEWEST_KEYS = 200;
const MOST_KEYS = 5000;

/**
 * Goes through all contacts by ranges of their keys, so that nobody waits long for the connection; `false` ends it. How
 * many keys a step takes follows from how long the last one took.
 */
export async function inSteps(
  db: Connection,
  work: (range: readonly [from: number, until: number]) => Promise<boolean | void>,
): Promise<void> {
  const last = await lastContactKey(db);
  let keys = FIRST_KEYS;
  for (let from = 0; from < last;) {
    const until = Math.min(last, from + keys);
    const began = performance.now();
    if ((await work([from, until])) === false) return;
    const took = performance.now() - began;
    from = until;
    keys = Math.round(
      Math.min(MOST_KEYS, 2 * keys, Math.max(FEWEST_KEYS, (keys * STEP) / Math.max(took, 1))),
    );
    await setImmediate();
  }
}
