import type { InboxDetail, InboxInput } from '../../../server/contracts/inboxes';
import type { StructureChoices } from '../../../server/contracts/structure';

/** What the form of an inbox holds: the first number as it is typed. */
export type InboxValues = Omit<InboxInput, 'numberStart'> & { numberStart: string };

export const valuesOf = (inbox: InboxDetail | null, structure: StructureChoices): InboxValues => ({
  name: inbox?.name ?? '',
  icon: inbox?.icon ?? 'mail',
  address: inbox?.address ?? '',
  portal: inbox?.portal?.id ?? '',
  pipeline: inbox?.pipeline.id ?? structure.pipelines[0]?.id ?? '',
  calendar: inbox?.calendar ?? '',
  members: inbox?.members.map(({ id }) => id) ?? [],
  numberPrefix: inbox?.numberPrefix ?? '',
  numberStart: String(inbox?.numberStart ?? 1001),
  signature: inbox?.signature ?? '',
  language: inbox?.language ?? '',
});
