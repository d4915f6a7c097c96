import {
  ATTACHMENTS,
  STANDARD_FIELDS,
  type FormContent,
  type FormField,
  type FormProperty,
  type FormSnapshot,
} from '../contracts/request-forms';
import { filterProblems, type FilterFields } from './filter-groups';
import { parsePropertyValue, wordIn } from './property-values';
import { conditionCircle, filterFields, type ShapeField } from './request-forms';

/** Whether a form may ask for a ticket property, or set it without asking. */
export const isFormProperty = ({ key, isStandard }: Pick<FormProperty, 'key' | 'isStandard'>) =>
  !isStandard || (STANDARD_FIELDS as readonly string[]).includes(key);

/** The fields as the rule sees them; one whose property is gone is left out, an archived option too. */
export function shapeOf(
  fields: readonly FormField[],
  properties: ReadonlyMap<string, FormProperty>,
): ShapeField[] {
  return fields.flatMap((field): ShapeField[] => {
    const { property, isRequired, conditions } = field;
    if (property === ATTACHMENTS)
      return [{ property, kind: 'attachments', isRequired, conditions, options: [] }];
    const definition = properties.get(property);
    if (!definition) return [];
    const options = definition.options
      .filter(({ isArchived }) => !isArchived)
      .map(({ key }) => ({
        key,
        conditions: field.options.find((option) => option.key === key)?.conditions ?? [],
      }));
    return [{ property, kind: definition.kind, isRequired, conditions, options }];
  });
}

export interface ContentProblem {
  /** `fields.0.conditions` */
  path: string;
  message: string;
}

interface Known {
  /** Ticket properties that a form may use. */
  properties: ReadonlyMap<string, FormProperty>;
  contactFields: FilterFields;
  /** Public ids of the inboxes of the form's portal, each with its pipeline. */
  inboxes: ReadonlyMap<string, string>;
  /** Pipeline of the inbox that the portal's tickets go to. */
  defaultPipeline: string;
  /** Public ids of statuses, by pipeline. */
  pipelines: ReadonlyMap<string, readonly string[]>;
}

const VALUE_PROBLEMS = {
  tooLong: 'Enter a shorter value.',
  number: 'Enter a number.',
  date: 'Enter a date.',
  option: 'Choose an option that exists.',
  yesNo: 'Choose yes or no.',
  link: 'Enter an address that begins with https://.',
} as const;

/** What is wrong with a form that somebody wants to save; `isComplete` asks as well whether it can be published. */
export function contentProblems(
  content: FormContent,
  known: Known,
  isComplete: boolean,
): ContentProblem[] {
  const { fields, sets } = content;
  const shape = shapeOf(fields, known.properties);
  const nameOf = (key: string) => wordIn(known.properties.get(key)?.labels ?? {}, 'en', key);
  const problems: ContentProblem[] = [];
  const add = (path: string, message: string) => problems.push({ path, message });
  const addGroups = (path: string, groups: FormContent['audience'], asked: FilterFields) => {
    for (const { group, condition, field, message } of filterProblems(groups, asked))
      add(`${path}.${group}.conditions.${condition}.${field}`, message);
  };
  const checkValue = (path: string, property: FormProperty, typed: readonly string[]) => {
    const parsed = parsePropertyValue(property, typed);
    if ('problem' in parsed)
      add(path, `${nameOf(property.key)}: ${VALUE_PROBLEMS[parsed.problem]}`);
  };

  fields.forEach((field, index) => {
    const path = `fields.${index}`;
    const property = known.properties.get(field.property);
    const name = nameOf(field.property);
    if (field.property !== ATTACHMENTS && !property)
      return add(
        `${path}.property`,
        `${field.property} is no property any more. Remove the field.`,
      );
    if (fields.findIndex((one) => one.property === field.property) < index)
      add(`${path}.property`, `${name} is in the form already. Remove one of the two fields.`);
    const others = new Map(filterFields(shape));
    others.delete(field.property);
    addGroups(`${path}.conditions`, field.conditions, others);
    field.options.forEach((option, place) => {
      if (!property?.options.some(({ key, isArchived }) => key === option.key && !isArchived))
        add(`${path}.options.${place}.key`, `${name} has no option “${option.key}” any more.`);
      addGroups(`${path}.options.${place}.conditions`, option.conditions, others);
    });
    if (property) checkValue(`${path}.defaultValue`, property, field.defaultValue);
  });
  const circle = conditionCircle(fields);
  if (circle.length > 0)
    add(
      `fields.${fields.findIndex(({ property }) => property === circle[0])}.conditions`,
      circle.length === 1
        ? `${nameOf(circle[0] ?? '')} is shown by its own value. Ask for another field.`
        : `${circle.map(nameOf).join(', ')} show each other in a circle. Change one of their conditions.`,
    );

  for (const [key, typed] of Object.entries(sets.values)) {
    const property = known.properties.get(key);
    if (!property) add(`sets.values.${key}`, `There is no property “${key}” to set.`);
    else if (fields.some((field) => field.property === key))
      add(`sets.values.${key}`, `${nameOf(key)} is a field of the form. Ask for it or set it.`);
    else checkValue(`sets.values.${key}`, property, typed);
  }
  if (sets.inbox !== '' && !known.inboxes.has(sets.inbox))
    add('sets.inbox', 'Choose an inbox of the form’s portal.');
  if (sets.pipeline !== '' && !known.pipelines.has(sets.pipeline))
    add('sets.pipeline', 'Choose a pipeline that exists.');
  const pipeline = sets.pipeline || known.inboxes.get(sets.inbox) || known.defaultPipeline;
  if (sets.status !== '' && !known.pipelines.get(pipeline)?.includes(sets.status))
    add('sets.status', 'Choose a status of the pipeline.');
  addGroups('audience', content.audience, known.contactFields);

  if (isComplete) {
    const asksSubject = fields.find(({ property }) => property === 'subject');
    const setsSubject = (sets.values.subject ?? []).some((text) => text.trim() !== '');
    if (!asksSubject && !setsSubject)
      add('fields', 'Add the field Subject, or set a subject below.');
    else if (asksSubject && (!asksSubject.isRequired || asksSubject.conditions.length > 0))
      add(
        `fields.${fields.indexOf(asksSubject)}.isRequired`,
        'Every ticket has a subject: make the field required and show it always.',
      );
  }
  return problems;
}

/** What is kept when a form is published: its content, and its properties as they are now. */
export function snapshotOf(
  content: FormContent,
  slug: string,
  properties: readonly FormProperty[],
): FormSnapshot {
  const used = new Set([
    ...content.fields.map(({ property }) => property),
    ...Object.keys(content.sets.values),
  ]);
  return {
    ...content,
    slug,
    properties: properties
      .filter(({ key }) => used.has(key))
      .map(({ key, kind, isStandard, labels, helps, options }) => ({
        key,
        kind,
        isStandard,
        labels,
        helps,
        options,
      })),
  };
}
