import * as z from 'zod/mini';
import type { FilterGroups } from '../contracts/filter-groups';
import type { PropertyDefinition, PropertyUse } from '../contracts/properties';
import { formContent, type FormContent } from '../contracts/request-forms';
import { readFilterGroups } from '../rules/stored-filter-groups';
import { jsonOf, text, type Connection, type Row } from '../store/connection';
import { listPropertyUsers } from '../store/properties';

type Property = Pick<PropertyDefinition, 'subject' | 'key'>;

/** Portals, access groups and request forms whose filters or fields name a property. */
export async function usesOf(db: Connection, property: Property): Promise<PropertyUse[]> {
  const users = await listPropertyUsers(db);
  const asUse = (kind: PropertyUse['kind'], row: Row): PropertyUse => ({
    kind,
    id: text(row.document_id),
    name: text(row.name),
  });
  const isFiltering = (row: Row) =>
    property.subject === 'contact' &&
    isNamed(property, readFilterGroups(jsonOf<unknown>(row.filter_groups, [])));
  const isInForm = (row: Row) =>
    [row.draft, row.snapshot].some((stored) => isOfForm(property, contentOf(stored)));
  return [
    ...users.portals.filter(isFiltering).map((row) => asUse('portal', row)),
    ...users.accessGroups.filter(isFiltering).map((row) => asUse('access-group', row)),
    ...users.forms.filter(isInForm).map((row) => asUse('request-form', row)),
  ];
}

const contentOf = (stored: unknown): FormContent | undefined =>
  z.safeParse(formContent, jsonOf<unknown>(stored, {})).data;

const isNamed = ({ key }: Property, groups: FilterGroups): boolean =>
  groups.some(({ conditions }) => conditions.some(({ property }) => property === key));

function isOfForm(property: Property, content: FormContent | undefined): boolean {
  if (!content) return false;
  if (property.subject === 'contact') return isNamed(property, content.audience);
  if (property.subject !== 'ticket') return false;
  return (
    property.key in content.sets.values ||
    content.fields.some(
      (field) =>
        field.property === property.key ||
        isNamed(property, field.conditions) ||
        field.options.some(({ conditions }) => isNamed(property, conditions)),
    )
  );
}
