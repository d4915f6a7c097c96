/**
 * Building blocks for the schemas of hidden types. A hidden type is written by `store/` only:
 * strings are NOT NULL with '' as their sentinel, instants are epoch milliseconds with 0 as theirs,
 * and relations are foreign-key columns (numeric ids, never shown outside the server).
 */

/** Keeps a type out of the Content Manager and the Content-Type Builder. */
export const hidden = {
  'content-manager': { visible: false },
  'content-type-builder': { visible: false },
} as const;

/** A short string. `length` is in characters; a string in an index has at most 191. */
export const shortText = (length = 191) =>
  ({ type: 'string', column: { args: [length], notNullable: true, defaultTo: '' } }) as const;

/** Text of any length; NULL means none. */
export const longText = () => ({ type: 'text' }) as const;

/** An instant in epoch milliseconds; 0 means never. */
export const instant = () =>
  ({ type: 'biginteger', column: { notNullable: true, defaultTo: 0 } }) as const;

/** A whole number; 0 unless told. */
export const wholeNumber = () =>
  ({ type: 'integer', column: { notNullable: true, defaultTo: 0 } }) as const;

/** A whole number of up to 64 bits; 0 unless told. */
export const largeNumber = () =>
  ({ type: 'biginteger', column: { notNullable: true, defaultTo: 0 } }) as const;

/** A yes or no; no unless told. */
export const flag = (initially = false) =>
  ({ type: 'boolean', column: { notNullable: true, defaultTo: initially } }) as const;

export const json = () => ({ type: 'json' }) as const;

/** A foreign key to another type of this plugin, one-sided, as a column `<attribute>_id`. */
export const belongsTo = (name: string) =>
  ({
    type: 'relation',
    relation: 'manyToOne',
    target: `plugin::customer-portal.${name}`,
    useJoinTable: false,
  }) as const;

/** A foreign key to a type of the host, one-sided: nothing is added to the host's own type. */
export const belongsToHost = (target: string) =>
  ({ type: 'relation', relation: 'manyToOne', target, useJoinTable: false }) as const;
