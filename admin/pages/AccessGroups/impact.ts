import type { AccessImpact, ConfirmedImpact } from '../../../server/contracts/access-groups';
import { detailsOf } from '../../services/errors';

/** What the server asks about before it changes anything. */
export const impactIn = (error: unknown): AccessImpact | null =>
  detailsOf<{ impact: AccessImpact }>(error).impact ?? null;

export const confirmedOf = ({ letIn, keptOut, invited }: AccessImpact): ConfirmedImpact => ({
  letIn: letIn.count,
  keptOut: keptOut.count,
  invited,
});
