import type { Standing } from '../contracts/contacts';
import type { MergeChoice, MergeField } from '../contracts/record-merge';

/**
 * Which standing at a portal two contacts leave together. Access that was taken away on purpose does not come back by
 * merging; otherwise whoever got further stands.
 */
export function strongerStanding(a: Standing | '', b: Standing | ''): Standing | '' {
  const order = ['', 'invited', 'waiting', 'registered', 'disabled'] as const;
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/**
 * The fields that one of two records has, with whose value is proposed: the winner's unless it is empty, and of
 * standings the stronger one. `labels` name the fields that people gave names to.
 */
export function compareRecords(
  winner: Record<string, string>,
  loser: Record<string, string>,
  labels: Record<string, string> = {},
): MergeField[] {
  const fields = [...new Set([...Object.keys(winner), ...Object.keys(loser)])];
  return fields
    .map((field) => {
      const ours = winner[field] ?? '';
      const theirs = loser[field] ?? '';
      const proposal: MergeChoice = field.startsWith('standing.')
        ? standingProposal(ours, theirs)
        : ours === '' && theirs !== ''
          ? 'loser'
          : 'winner';
      return { field, label: labels[field] ?? '', winner: ours, loser: theirs, proposal };
    })
    .filter((one) => one.winner !== '' || one.loser !== '');
}

const standingProposal = (ours: string, theirs: string): MergeChoice =>
  strongerStanding(ours as Standing | '', theirs as Standing | '') === ours ? 'winner' : 'loser';

/** Whose value stands in a field. */
export const choiceOf = (
  fields: readonly MergeField[],
  choices: Readonly<Record<string, MergeChoice>>,
  field: string,
): MergeChoice => choices[field] ?? fields.find((one) => one.field === field)?.proposal ?? 'winner';
