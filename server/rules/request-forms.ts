import type { FilterGroups } from '../contracts/filter-operators';
import type { PropertyKind, PropertyOption, PropertyValue } from '../contracts/properties';
import { meetsFilterGroups, type FilterFields } from './filter-groups';
import { parsePropertyValue, type Parsed } from './property-values';

/** A field as the rule sees it: no words, so that the page's script gets the same. */
export interface ShapeField {
  property: string;
  kind: PropertyKind | 'attachments';
  isRequired: boolean;
  conditions: FilterGroups;
  /** What may be chosen, each with the conditions under which it is shown. */
  options: { key: string; conditions: FilterGroups }[];
}

/** What was typed or chosen by property; of attachments the names of the files. */
export type Answers = Readonly<Record<string, readonly string[]>>;

export type FieldProblem = Extract<Parsed, { problem: string }>['problem'] | 'required';

export interface FieldState {
  isShown: boolean;
  /** Keys of the options that are shown. */
  options: string[];
  /** null when it is hidden, empty or wrong. */
  value: PropertyValue | null;
  problem: FieldProblem | '';
}

const HIDDEN: FieldState = { isShown: false, options: [], value: null, problem: '' };

/**
 * Decides a whole form: what is shown, what may be chosen, what is wrong, and which values count. A hidden field has no
 * value, for the conditions of others too. The server, the page's script and the preview all ask this one rule.
 */
export function decideForm(
  fields: readonly ShapeField[],
  answers: Answers,
  now: number,
): Map<string, FieldState> {
  const byProperty = new Map(fields.map((field) => [field.property, field]));
  const states = new Map<string, FieldState>();
  const record: Record<string, PropertyValue> = {};
  const asked = filterFields(fields);
  const holds = (groups: FilterGroups) =>
    groups.length === 0 || meetsFilterGroups(groups, record, asked, now);

  function decide(field: ShapeField): void {
    if (states.has(field.property)) return;
    // In a circle of conditions, which no published form has, the field asked for again counts as hidden.
    states.set(field.property, HIDDEN);
    for (const property of propertiesAskedBy(field)) {
      const other = byProperty.get(property);
      if (other) decide(other);
    }
    if (!holds(field.conditions)) return;
    const options = field.options
      .filter(({ conditions }) => holds(conditions))
      .map(({ key }) => key);
    const { value, problem } = read(field, options, answers[field.property] ?? []);
    if (value !== null) record[field.property] = value;
    states.set(field.property, { isShown: true, options, value, problem });
  }

  for (const field of fields) decide(field);
  return states;
}

function read(
  field: ShapeField,
  options: string[],
  typed: readonly string[],
): { value: PropertyValue | null; problem: FieldState['problem'] } {
  const missing = { value: null, problem: field.isRequired ? 'required' : '' } as const;
  const filled = typed.filter((text) => text.trim() !== '');
  if (filled.length === 0) return missing;
  if (field.kind === 'attachments') return { value: filled, problem: '' };
  const parsed = parsePropertyValue(
    { kind: field.kind, options: options.map(asOption) },
    // A text of one line stays one, whatever was pasted.
    field.kind === 'text' ? filled.map((text) => text.replace(/[\p{Cc}\s]+/gu, ' ')) : filled,
  );
  if ('problem' in parsed) return { value: null, problem: parsed.problem };
  return parsed.value === null ? missing : { value: parsed.value, problem: '' };
}

const asOption = (key: string): PropertyOption => ({ key, labels: {}, isArchived: false });

/** What conditions may ask about: every field of the form but its files. */
export const filterFields = (fields: readonly ShapeField[]): FilterFields =>
  new Map(
    fields.flatMap(({ property, kind, options }) =>
      kind === 'attachments'
        ? []
        : [[property, { kind, options: options.map(({ key }) => asOption(key)) }] as const],
    ),
  );

type Conditioned = Pick<ShapeField, 'conditions' | 'options'>;

/** Properties that the conditions of a field and of its options ask about. */
export const propertiesAskedBy = ({ conditions, options }: Conditioned): string[] =>
  [conditions, ...options.map((option) => option.conditions)].flatMap((groups) =>
    groups.flatMap((group) => group.conditions.map(({ property }) => property)),
  );

/** Properties of the first circle of conditions in their order; empty when there is none. */
export function conditionCircle(fields: readonly (Conditioned & { property: string })[]): string[] {
  const byProperty = new Map(fields.map((field) => [field.property, field]));
  const done = new Set<string>();
  const path: string[] = [];

  function walk(property: string): string[] {
    const start = path.indexOf(property);
    if (start >= 0) return path.slice(start);
    const field = byProperty.get(property);
    if (!field || done.has(property)) return [];
    path.push(property);
    for (const next of propertiesAskedBy(field)) {
      const circle = walk(next);
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(property);
    return [];
  }

  for (const { property } of fields) {
    const circle = walk(property);
    if (circle.length > 0) return circle;
  }
  return [];
}

const NAMES: Record<string, string> = {
  subject: 'subject',
  description: 'body',
  attachments: 'files',
};

/** Before the names of fields of all other properties, so that none takes the name of a field that every form has. */
export const FIELD_PREFIX = 'p_';

/** Name of the field in the page and in what it sends. */
export const fieldName = (property: string): string =>
  NAMES[property] ?? `${FIELD_PREFIX}${property}`;
