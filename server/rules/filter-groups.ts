/** One condition on a property of a contact; the other operators come with the editor of filter groups. */
export interface FilterCondition {
  property: string;
  operator: 'is' | 'is-not';
  value: string;
}

/** AND inside a group, OR between groups. */
export type FilterGroups = { conditions: FilterCondition[] }[];

/** Whether a record meets the groups. No group, or a group without conditions, lets nobody in. */
export function meetsFilterGroups(
  groups: FilterGroups,
  properties: Record<string, unknown>,
): boolean {
  return groups.some(
    ({ conditions }) =>
      conditions.length > 0 &&
      conditions.every(({ property, operator, value }) => {
        const isEqual = String(properties[property] ?? '') === value;
        return operator === 'is' ? isEqual : !isEqual;
      }),
  );
}
