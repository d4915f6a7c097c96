import type { PortalSettings } from '../contracts/portal-settings';
import type { KnowledgeBaseRecord, PortalRecord } from './types';

/** Which knowledge base of its domain stands beside a portal, and how much of it shows there. */
export function knowledgeBaseBeside(
  { kind, base: chosen, categories }: PortalSettings['knowledgeBase'],
  bases: readonly KnowledgeBaseRecord[],
): Pick<PortalRecord, 'knowledgeBase' | 'shownCategories'> {
  if (kind !== 'built-in') return { knowledgeBase: null, shownCategories: null };
  const own = bases.find(({ id }) => id === chosen);
  return {
    // One that has left the domain is as good as none chosen.
    knowledgeBase: own ?? bases[0] ?? null,
    shownCategories: own && categories ? new Set(categories) : null,
  };
}

/** Live portals as they count beside a knowledge base: those that it stands beside, then those with another one, then the rest. */
export function besideOf<Portal extends PortalRecord>(
  base: KnowledgeBaseRecord,
  live: readonly Portal[],
): Portal[] {
  const distance = ({ knowledgeBase }: Portal) =>
    knowledgeBase?.id === base.id ? 0 : knowledgeBase ? 1 : 2;
  return [...live].sort((one, other) => distance(one) - distance(other));
}
