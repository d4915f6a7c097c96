import type { FilterGroups } from '../../../server/contracts/filter-operators';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { fieldsOf, filterProblems } from '../../../server/rules/filter-groups';

/** What is wrong with groups, by field below `name`, as the server would say it. */
export const filterErrors = (
  name: string,
  groups: FilterGroups,
  properties: readonly PropertyDefinition[],
): Record<string, string> =>
  Object.fromEntries(
    filterProblems(groups, fieldsOf(properties)).map(({ group, condition, field, message }) => [
      `${name}.${group}.conditions.${condition}.${field}`,
      message,
    ]),
  );
