/** ms of work without a pause. Whoever comes meanwhile waits for it. */
const SLICE = 8;
/** A turn of the loop that takes longer than this many ms had something to do: more may be waiting. */
const QUIET = 0.3;
/** ms that others have at most before the work goes on. */
const LONGEST = 30;

let pausedAt = 0;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * To be awaited between small steps of long work: every few ms it lets the event loop answer requests, until nobody is
 * waiting. SQLite answers without leaving the loop, so awaiting its statements lets nobody in.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - pausedAt < SLICE) return;
  const end = performance.now() + LONGEST;
  let began: number;
  // A new connection is accepted in one turn and read in the next.
  await turn();
  do {
    began = performance.now();
    await turn();
    pausedAt = performance.now();
  } while (pausedAt - began > QUIET && pausedAt < end);
}
