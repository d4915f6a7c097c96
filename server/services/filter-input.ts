import { errors } from '@strapi/utils';
import type { FilterGroups } from '../contracts/filter-groups';
import { filterProblems, type FilterFields } from '../rules/filter-groups';

/** Refuses groups that cannot be asked; each problem stands at its place below `field`. */
export function checkFilterGroups(field: string, groups: FilterGroups, fields: FilterFields): void {
  const problems = filterProblems(groups, fields).map(
    ({ group, condition, field: part, message }) => ({
      path: [...field.split('.'), String(group), 'conditions', String(condition), part],
      message,
      name: 'ValidationError',
    }),
  );
  const [first] = problems;
  if (first) throw new errors.ValidationError(first.message, { errors: problems });
}
