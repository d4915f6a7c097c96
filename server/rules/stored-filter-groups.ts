import * as z from 'zod/mini';
import { filterGroups, type FilterGroups } from '../contracts/filter-groups';

/** Stored groups as they were saved; what cannot be read lets nobody in. */
export function readFilterGroups(stored: unknown): FilterGroups {
  const result = z.safeParse(filterGroups, stored);
  return result.success ? result.data : [];
}
