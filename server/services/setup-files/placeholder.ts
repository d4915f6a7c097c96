import { createHash } from 'node:crypto';

/** Stands for the public id of what a file makes, until it is made; the same words give the same one. */
export const placeholder = (kind: string, ...words: string[]): string =>
  `new${createHash('sha256')
    .update(JSON.stringify([kind, ...words]))
    .digest('hex')
    .slice(0, 21)}`;
