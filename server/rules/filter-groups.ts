import {
  OPERATORS_OF,
  valuesOf,
  type FilterCondition,
  type FilterGroups,
} from '../contracts/filter-operators';
import type { PropertyDefinition, PropertyValue } from '../contracts/properties';
import { textKeyOf, timeOfDate, typedValuesOf, wordsKeyOf } from './property-values';

export const DAY = 24 * 60 * 60 * 1000;

/** Stored values of a record by property key; what is missing is unknown. */
export type FilterRecord = Readonly<Record<string, PropertyValue | null | undefined>>;

/** What a filter may ask about: key and kind of each property of the subject. */
export type FilterFields = ReadonlyMap<string, Pick<PropertyDefinition, 'kind' | 'options'>>;

export const fieldsOf = (properties: readonly PropertyDefinition[]): FilterFields =>
  new Map(properties.map((property) => [property.key, property]));

/**
 * Whether a record meets the groups. No group, or a group without conditions, lets nobody in, and neither does a condition
 * on a property that is gone. `now` is epoch ms. store/filter-groups.ts says the same in SQL; one property test compares.
 */
export function meetsFilterGroups(
  groups: FilterGroups,
  record: FilterRecord,
  fields: FilterFields,
  now: number,
): boolean {
  return groups.some(
    ({ conditions }) =>
      conditions.length > 0 &&
      conditions.every((condition) => meetsCondition(condition, record, fields, now)),
  );
}

function meetsCondition(
  { property, operator, values }: FilterCondition,
  record: FilterRecord,
  fields: FilterFields,
  now: number,
): boolean {
  const kind = fields.get(property)?.kind;
  if (!kind || !OPERATORS_OF[kind].includes(operator)) return false;
  const value = record[property];
  const isKnown =
    value !== null &&
    value !== undefined &&
    !(typeof value === 'string' && value.trim() === '') &&
    !(Array.isArray(value) && !value.length);
  const rows = isKnown ? typedValuesOf(kind, value) : [];
  const [first = ''] = values;
  const isText = kind === 'text' || kind === 'link';
  switch (operator) {
    case 'is-known':
      return isKnown;
    case 'is-unknown':
      return !isKnown;
    case 'is':
    case 'is-not': {
      const isSame = rows.some((row) => {
        if (isText) return row.textKey === textKeyOf(first);
        if (kind === 'number') return row.numberValue === numberOf(first);
        return isWithin(row.timeValue, timeOfDate(first), timeOfDate(first) + DAY);
      });
      return isSame === (operator === 'is');
    }
    case 'contains':
    case 'contains-not': {
      const wanted = wordsKeyOf(first).split(' ').filter(Boolean);
      const hasAll =
        wanted.length > 0 &&
        rows.some((row) => wanted.every((word) => row.words.includes(` ${word} `)));
      return hasAll === (operator === 'contains');
    }
    case 'is-any-of':
    case 'is-none-of':
      return rows.some((row) => values.includes(row.optionKey)) === (operator === 'is-any-of');
    case 'includes-all-of':
      return values.length > 0 && values.every((key) => rows.some((row) => row.optionKey === key));
    case 'is-less-than':
      return rows.some((row) => row.numberValue !== null && row.numberValue < numberOf(first));
    case 'is-at-most':
      return rows.some((row) => row.numberValue !== null && row.numberValue <= numberOf(first));
    case 'is-more-than':
      return rows.some((row) => row.numberValue !== null && row.numberValue > numberOf(first));
    case 'is-at-least':
      return rows.some((row) => row.numberValue !== null && row.numberValue >= numberOf(first));
    case 'is-before':
      return rows.some((row) => row.timeValue < timeOfDate(first));
    case 'is-after':
      return rows.some((row) => row.timeValue >= timeOfDate(first) + DAY);
    case 'is-in-last-days':
    case 'is-not-in-last-days': {
      const from = startOfLastDays(daysOf(first), now);
      return (
        rows.some((row) => isWithin(row.timeValue, from, now + 1)) ===
        (operator === 'is-in-last-days')
      );
    }
  }
}

const isWithin = (time: number, from: number, until: number) => time >= from && time < until;

/** A number as a condition takes it; NaN is met by nothing. */
export const numberOf = (typed: string): number =>
  /^-?\d{1,15}(\.\d{1,10})?$/.test(typed) ? Number(typed) : Number.NaN;

/** A number of days as a condition takes it; NaN is met by nothing. */
export const daysOf = (typed: string): number =>
  /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : Number.NaN;

/** Midnight (UTC) that many days before today: the last 1 day is yesterday and today. */
export const startOfLastDays = (days: number, now: number): number =>
  Math.floor(now / DAY) * DAY - days * DAY;

export interface FilterProblem {
  group: number;
  condition: number;
  field: 'property' | 'operator' | 'values';
  message: string;
}

/** What is wrong with groups that somebody wants to save, by place. */
export function filterProblems(groups: FilterGroups, fields: FilterFields): FilterProblem[] {
  return groups.flatMap(({ conditions }, group) =>
    conditions.flatMap((condition, index) => {
      const found = problemOf(condition, fields);
      return found ? [{ group, condition: index, ...found }] : [];
    }),
  );
}

function problemOf(
  { property, operator, values }: FilterCondition,
  fields: FilterFields,
): { field: FilterProblem['field']; message: string } | null {
  const definition = fields.get(property);
  if (!definition) return { field: 'property', message: 'Choose a property that exists.' };
  if (!OPERATORS_OF[definition.kind].includes(operator))
    return { field: 'operator', message: 'Choose an operator for this kind of property.' };
  const wanted = valuesOf(operator);
  if (wanted === 'none') return null;
  const filled = values.filter((value) => value.trim() !== '');
  const [first = ''] = filled;
  const wrong = (message: string) => ({ field: 'values' as const, message });
  if (filled.length === 0) return wrong('Enter a value.');
  if (wanted === 'one' && filled.length > 1) return wrong('Enter one value.');
  if (operator === 'is-in-last-days' || operator === 'is-not-in-last-days')
    return Number.isNaN(daysOf(first)) ? wrong('Enter a number of days.') : null;
  switch (definition.kind) {
    case 'number':
      return Number.isNaN(numberOf(first)) ? wrong('Enter a number.') : null;
    case 'date':
    case 'instant':
      return Number.isNaN(timeOfDate(first)) ? wrong('Enter a date.') : null;
    case 'choice':
    case 'choices':
      return filled.every((key) => definition.options.some((option) => option.key === key))
        ? null
        : wrong('Choose options that exist.');
    case 'yes-no':
      return filled.every((key) => key === 'yes' || key === 'no')
        ? null
        : wrong('Choose yes or no.');
    default:
      return operator === 'contains' || operator === 'contains-not'
        ? wordsKeyOf(first) === ''
          ? wrong('Enter at least one word.')
          : null
        : null;
  }
}
