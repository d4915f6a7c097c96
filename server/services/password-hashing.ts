import { compare, hash } from '@node-rs/bcrypt';

const AT_ONCE = 2;
const WAITING = 40;
/** A hash nobody's password has, so that unknown addresses cost what known ones cost. */
const NOBODY = '$2y$10$Xlczi4Cn6dqD7els57xo8eU6Vwc4yKn86W24k5aJSkosGt5MxUvv6';

export class TooManyWaiting extends Error {}

let running = 0;
const queue: (() => void)[] = [];

/** Compares on the thread pool, two at a time; a flood of sign-ins is refused instead of slowing other pages. */
export async function comparePassword(password: string, storedHash: string): Promise<boolean> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) throw new TooManyWaiting();
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  running += 1;
  try {
    const matches = await compare(password, storedHash === '' ? NOBODY : storedHash);
    return matches && storedHash !== '';
  } finally {
    running -= 1;
    queue.shift()?.();
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password, 10);
