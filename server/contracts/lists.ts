import * as z from 'zod/mini';

/** No database takes a NUL in text, and nobody types one. */
export const withoutNul = z.overwrite<string>((value) => value.replaceAll('\0', ''));

/** A public id (documentId). */
export const id = z.string().check(z.regex(/^[a-z0-9]{24}$/, 'is not a known id'));

/** One line of text of at most `length` characters; `message` says what to enter when it is empty. */
export const line = (message: string, length = 191) =>
  z
    .string(message)
    .check(
      withoutNul,
      z.trim(),
      z.minLength(1, message),
      z.maxLength(length, `Use at most ${length} characters.`),
    );

/** The same, and may be empty. */
export const optionalLine = (length = 191) =>
  z._default(
    z
      .string()
      .check(withoutNul, z.trim(), z.maxLength(length, `Use at most ${length} characters.`)),
    '',
  );

export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Words by language (BCP 47); an empty word is as good as none. */
export const wordsByLanguage = (length = 191) =>
  z.record(
    z.string().check(z.regex(LANGUAGE, 'is not a language')),
    z
      .string()
      .check(withoutNul, z.trim(), z.maxLength(length, `Use at most ${length} characters.`)),
  );
export type WordsByLanguage = Record<string, string>;

/** What every list of the admin pages may be asked for; a list adds its own filters. `cursor` is opaque. */
export const recordQuery = z.object({
  q: z._default(z.string().check(withoutNul, z.maxLength(200)), ''),
  sort: z._default(z.string().check(z.maxLength(40)), ''),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type RecordQuery = z.infer<typeof recordQuery>;

/** A number that is exact up to 1,000; `more` says there are more. */
export interface Counted {
  value: number;
  more: boolean;
}

/** One page of a list of records. */
export interface RecordPage<Record> {
  rows: Record[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  /** The page ends before it is full, since so many records were looked at; the next page looks further. */
  isCut?: boolean;
  count: Counted;
}
