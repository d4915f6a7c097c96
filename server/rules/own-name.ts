const LONGEST = 190;

/** A name that somebody types for himself, in one line; '' when nothing is left of it. */
export const ownName = (typed: string): string =>
  typed
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
