import type { AccessSettings } from '../contracts/portal-settings';

const DAY = 24 * 60 * 60 * 1000;

/**
 * What a session lacks: `ask` waits for the second factor, `set-up` is shown nothing before its person has one, `soon` goes on
 * until the time of grace is over.
 */
export type FactorNeed = 'none' | 'soon' | 'set-up' | 'ask';

export interface FactorFacts {
  factor: string;
  /** Whether the contact is in one of the groups that need one; asked only where groups decide. */
  isInGroups: boolean;
  /** Epoch ms. */
  registeredAt: number;
}

/** Whether a portal's rule wants a second factor of somebody. */
export const isRequired = (
  { required }: AccessSettings['secondFactor'],
  isInGroups: boolean,
): boolean => required === 'everybody' || (required === 'groups' && isInGroups);

/** Epoch ms since when a portal requires one: from the moment that it does, whatever an input says. */
export const requiredSince = (
  before: AccessSettings['secondFactor'],
  after: AccessSettings['secondFactor'],
  now: number,
): number => (before.required === 'nobody' && after.required !== 'nobody' ? now : before.since);

/** Epoch ms from when on nothing is shown without a second factor: grace begins with the rule or with registering. */
export const graceEnd = (
  { since, graceDays }: AccessSettings['secondFactor'],
  registeredAt: number,
): number => Math.max(since, registeredAt) + graceDays * DAY;

export function factorNeed(
  rule: AccessSettings['secondFactor'],
  { factor, isInGroups, registeredAt }: FactorFacts,
  now: number,
): FactorNeed {
  if (factor === 'pending') return 'ask';
  if (factor !== 'none' || !isRequired(rule, isInGroups)) return 'none';
  return now < graceEnd(rule, registeredAt) ? 'soon' : 'set-up';
}
