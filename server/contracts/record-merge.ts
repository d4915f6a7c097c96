import * as z from 'zod/mini';
import { id } from './lists';

export const MERGE_CHOICES = ['winner', 'loser'] as const;
export type MergeChoice = (typeof MERGE_CHOICES)[number];

/** Makes one record of two: the winner is in the address. */
export const mergeInput = z.object({
  /** Public id of the record that goes. */
  loser: id,
  /** Whose value stands, by field; a field that is not named keeps the proposal. */
  choices: z._default(z.record(z.string().check(z.maxLength(100)), z.enum(MERGE_CHOICES)), {}),
});
export type MergeInput = z.infer<typeof mergeInput>;

/** One field of two records side by side. */
export interface MergeField {
  /**
   * Of contacts `name`, `phone`, `language`, `timeZone`, `primaryAddress`, `primaryCompany`, `properties.<key>` or
   * `standing.<portal>`; of companies `name`, `externalId`, `parent` or `properties.<key>`.
   */
  field: string;
  /** Of a property or portal, which have names of their own. */
  label: string;
  winner: string;
  loser: string;
  proposal: MergeChoice;
}

/** Two records side by side, before they are merged. */
export interface MergePreview<Side> {
  winner: Side;
  loser: Side;
  fields: MergeField[];
}
