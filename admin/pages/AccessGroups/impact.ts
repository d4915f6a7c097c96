import { isFetchError } from '@strapi/strapi/admin';
import type { AccessImpact, ConfirmedImpact } from '../../../server/contracts/access-groups';

/** What the server asks about before it changes anything. */
export function impactIn(error: unknown): AccessImpact | null {
  if (!isFetchError(error)) return null;
  const details = error.response?.data?.error?.details as { impact?: AccessImpact } | undefined;
  return details?.impact ?? null;
}

export const confirmedOf = ({ letIn, keptOut }: AccessImpact): ConfirmedImpact => ({
  letIn: letIn.count,
  keptOut: keptOut.count,
});
