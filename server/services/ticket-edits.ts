import type { PropertyDefinition, PropertyValue, PropertyValues } from '../contracts/properties';
import { parsePropertyValue } from '../rules/property-values';
import type { FieldProblem } from '../rules/request-forms';
import type { ShownField } from '../rules/shown-fields';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { savePropertyValues } from '../store/property-values';
import { moveTicket } from '../store/tickets';
import type { Activity } from './activity';
import { asAuthor, type TicketAccess } from './customer-ticket-access';
import { changesInWords, valuesAfter, type PropertyChange } from './property-input';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { ShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import type { CustomerViewer } from './types';

/** Standard properties that customers may edit where an admin lets them; each is a column. */
const COLUMNS = ['priority', 'category'] as const;
const isColumn = (key: string): key is (typeof COLUMNS)[number] =>
  COLUMNS.some((column) => column === key);

/** A property that the viewer may edit, as it stands in the ticket. */
export interface EditableField {
  definition: PropertyDefinition;
  /** As somebody would type or choose it; several for several choices. */
  value: string[];
  /** A ticket always has one. */
  isRequired: boolean;
}

/** What the portal shows of a ticket and the admin lets customers edit. */
export function editableFields(fields: readonly ShownField[], row: Row): EditableField[] {
  const values = jsonOf<PropertyValues>(row.properties, {});
  return fields.flatMap(({ key, definition }) =>
    definition?.customerAccess === 'edit' && (!definition.isStandard || isColumn(key))
      ? [
          {
            definition,
            value: typedOf(isColumn(key) ? text(row[key]) : values[key]),
            isRequired: key === 'priority',
          },
        ]
      : [],
  );
}

const typedOf = (value: PropertyValue | undefined): string[] =>
  (Array.isArray(value) ? value : [text(value)]).filter((one) => one !== '');

/** What a form sent for one property, and what it showed when it was drawn. */
export interface TypedChange {
  now: readonly string[];
  /** Left out, what is stored counts as shown. */
  shown?: readonly string[];
}

export type EditOutcome =
  | { outcome: 'saved' }
  /** By key of the property; nothing is written. */
  | { outcome: 'refused'; problems: Readonly<Record<string, FieldProblem>> };

export interface TicketEdits {
  /**
   * Writes what somebody changed: what his form shows as it showed it stays as others have set it meanwhile. Keys that
   * he may not edit are passed over. null where there is nothing to edit.
   */
  edit(
    viewer: CustomerViewer,
    id: string,
    typed: Readonly<Record<string, TypedChange | undefined>>,
  ): Promise<EditOutcome | null>;
}

export function createTicketEdits(
  runtime: Runtime,
  siteMap: SiteMap,
  access: TicketAccess,
  shown: ShownFacts,
  activity: Activity,
): TicketEdits {
  async function write(
    db: Connection,
    viewer: CustomerViewer,
    row: Row,
    changes: { field: EditableField; value: PropertyValue | null }[],
  ): Promise<void> {
    const before = jsonOf<PropertyValues>(row.properties, {});
    const custom: PropertyChange[] = [];
    const columns: Row = {};
    const words: Record<string, { before: string; after: string }> = {};
    for (const { field, value } of changes) {
      const { key } = field.definition;
      if (isColumn(key)) {
        columns[key] = text(value);
        words[key] = { before: text(row[key]), after: text(value) };
        continue;
      }
      const property = siteMap.properties('ticket').find((one) => one.key === key);
      if (property) custom.push({ property, value });
    }
    if (custom.length > 0) {
      columns.properties = JSON.stringify(valuesAfter(before, custom));
      const ticket = {
        ticketKey: number(row.id),
        portalKey: number(row.portal_id),
        companyKey: number(row.company_id),
      };
      await savePropertyValues(db, { kind: 'ticket', ...ticket }, custom);
    }
    await moveTicket(db, number(row.id), { ...columns, last_activity_at: runtime.now() });
    await activity.record(db, {
      actor: asAuthor(viewer),
      action: 'ticket.updated',
      subject: { kind: 'ticket', id: text(row.document_id) },
      portalKey: number(row.portal_id),
      ticketKey: number(row.id),
      changes: { ...words, ...changesInWords(custom, before) },
    });
  }

  return {
    edit(viewer, id, typed) {
      needOwn(viewer);
      return access.alone<EditOutcome | null>(viewer, id, async (db, row, people) => {
        if (!access.rights(viewer, row, people).canEdit) return null;
        const fields = editableFields(shown.of(viewer.portal).details.fields, row);
        if (fields.length === 0) return null;
        const problems: Record<string, FieldProblem> = {};
        const changes: { field: EditableField; value: PropertyValue | null }[] = [];
        for (const field of fields) {
          const { definition, isRequired } = field;
          const sent = Object.hasOwn(typed, definition.key) ? typed[definition.key] : undefined;
          if (!sent || isSame(sent.now, sent.shown ?? field.value)) continue;
          const parsed = parsePropertyValue(
            definition,
            definition.kind === 'text' ? sent.now.map(inOneLine) : sent.now,
            isColumn(definition.key) ? field.value[0] : field.value,
          );
          if ('problem' in parsed) problems[definition.key] = parsed.problem;
          else if (parsed.value === null && isRequired) problems[definition.key] = 'required';
          else if (!isSame(typedOf(parsed.value ?? undefined), field.value))
            changes.push({ field, value: parsed.value });
        }
        if (Object.keys(problems).length > 0) return { outcome: 'refused', problems };
        if (changes.length > 0) await write(db, viewer, row, changes);
        return { outcome: 'saved' };
      });
    },
  };
}

const inOneLine = (typed: string) => typed.replace(/[\p{Cc}\s]+/gu, ' ');

/** Line breaks of a form are two characters; an empty value is none. */
const plain = (values: readonly string[]): string =>
  JSON.stringify(
    values.map((value) => value.replaceAll('\r\n', '\n').trim()).filter((value) => value !== ''),
  );

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  plain(one) === plain(other);
