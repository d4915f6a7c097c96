import { listBasesOn, listCategories } from '../../store/library';
import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkKnowledgeBase: SettingsCheck<'knowledgeBase'> = async (input, { db, portal }) => {
  const { kind, url, base, categories } = input;
  if (kind === 'outside' && url === '') refused('url', 'Enter the address of the knowledge base.');
  if (kind !== 'built-in') return input;
  const bases = await listBasesOn(db, portal.domainKey);
  const before = portal.settings.knowledgeBase;
  // One that has left the domain since may stay: the first one stands in for it until it comes back.
  if (base !== '' && base !== before.base && !bases.some(({ id }) => id === base))
    refused('base', 'Choose a knowledge base of the portal’s domain.');
  if (categories === null) return input;
  // Categories are those of one knowledge base, which is therefore named.
  const named = base === '' ? (bases[0]?.id ?? '') : base;
  const known = new Set((await listCategories(db, named)).map(({ id }) => id));
  const chosen = [...new Set(categories)];
  if (chosen.some((id) => !known.has(id) && !before.categories?.includes(id)))
    refused('categories', 'Choose categories of this knowledge base.');
  return { ...input, base: named, categories: chosen.filter((id) => known.has(id)) };
};
