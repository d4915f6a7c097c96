import type { FilterGroups } from '../contracts/filter-groups';
import { filterProblems, type FilterFields } from '../rules/filter-groups';
import { refusedAll } from './refusals';

/** Refuses groups that cannot be asked; each problem stands at its place below `field`. */
export const checkFilterGroups = (
  field: string,
  groups: FilterGroups,
  fields: FilterFields,
): void =>
  refusedAll(
    filterProblems(groups, fields).map(({ group, condition, field: part, message }) => ({
      path: `${field}.${group}.conditions.${condition}.${part}`,
      message,
    })),
  );
