import { LIST_COLUMNS } from '../contracts/portal-settings';
import type { PropertyDefinition } from '../contracts/properties';

/** The subject stands first in any case, and the description is the first message. */
const ELSEWHERE = new Set(['subject', 'description']);

/** Whether a portal may show a ticket property to customers, in the list as in the ticket. */
export const isShowable = ({
  key,
  customerAccess,
}: Pick<PropertyDefinition, 'key' | 'customerAccess'>): boolean =>
  customerAccess !== 'none' && !ELSEWHERE.has(key);

/** A fact of a ticket that customers may be shown: of a property, or `definition` is null. */
export interface ShownField<Definition = PropertyDefinition> {
  key: string;
  definition: Definition | null;
}

/** Everything that can be shown: what no property has first, then properties in their order. */
export const showableFields = <Definition extends PropertyDefinition>(
  properties: readonly Definition[],
): ShownField<Definition>[] => [
  ...LIST_COLUMNS.map((key) => ({ key, definition: null })),
  ...properties.filter(isShowable).map((definition) => ({ key: definition.key, definition })),
];

/** The chosen ones in their order; what is gone or hidden from customers meanwhile is left out. */
export const chosenFields = <Definition extends PropertyDefinition>(
  keys: readonly string[],
  properties: readonly Definition[],
): ShownField<Definition>[] => {
  const byKey = new Map(showableFields(properties).map((field) => [field.key, field]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
};
