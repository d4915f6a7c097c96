import { randomInt, timingSafeEqual } from 'node:crypto';

/** A million codes, and nobody has more tries than this at one of them. */
export const CODE_TRIES = 5;

/** Six digits. */
export const randomCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Whether the hash of what was typed is the one that is kept, without telling by the time it takes how much of it is. */
export const isSameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
