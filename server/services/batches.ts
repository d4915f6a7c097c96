import type { MemberActionResult } from '../contracts/members';

/** Works on some at a time, as many as one transaction may keep others waiting for, and adds up what became of them. */
export async function inBatches<One>(
  all: readonly One[],
  size: number,
  work: (some: readonly One[]) => Promise<MemberActionResult>,
): Promise<MemberActionResult> {
  const result: MemberActionResult = { done: 0, left: [] };
  for (let from = 0; from < all.length; from += size) {
    const { done, left } = await work(all.slice(from, from + size));
    result.done += done;
    result.left.push(...left);
  }
  return result;
}
