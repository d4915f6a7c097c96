import type { PropertyKind } from './properties';

/**
 * Every question that a condition may ask of a property. A negative one is the exact opposite of its positive twin, so a
 * record without the property meets it.
 */
export const FILTER_OPERATORS = [
  'is',
  'is-not',
  'contains',
  'contains-not',
  'is-any-of',
  'is-none-of',
  'includes-all-of',
  'is-less-than',
  'is-at-most',
  'is-more-than',
  'is-at-least',
  'is-before',
  'is-after',
  'is-in-last-days',
  'is-not-in-last-days',
  'is-known',
  'is-unknown',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

const KNOWN = ['is-known', 'is-unknown'] as const;
const TEXT = ['is', 'is-not', 'contains', 'contains-not', ...KNOWN] as const;
const CHOICE = ['is-any-of', 'is-none-of', ...KNOWN] as const;
const DAYS = ['is-in-last-days', 'is-not-in-last-days'] as const;
const DATE = ['is', 'is-not', 'is-before', 'is-after', ...DAYS, ...KNOWN] as const;

/** What may be asked of a property of each kind, in the order of the editor. */
export const OPERATORS_OF: Record<PropertyKind, readonly FilterOperator[]> = {
  text: TEXT,
  'long-text': ['contains', 'contains-not', ...KNOWN],
  link: TEXT,
  number: ['is', 'is-not', 'is-less-than', 'is-at-most', 'is-more-than', 'is-at-least', ...KNOWN],
  date: DATE,
  instant: DATE,
  choice: CHOICE,
  record: CHOICE,
  choices: ['is-any-of', 'is-none-of', 'includes-all-of', ...KNOWN],
  'yes-no': CHOICE,
};

/** How many values an operator takes. */
export const valuesOf = (operator: FilterOperator): 'none' | 'one' | 'several' => {
  if (operator === 'is-known' || operator === 'is-unknown') return 'none';
  return ['is-any-of', 'is-none-of', 'includes-all-of'].includes(operator) ? 'several' : 'one';
};

/** One condition: `property` is a key of its subject's properties; dates are `YYYY-MM-DD`, days a whole number. */
export interface FilterCondition {
  property: string;
  operator: FilterOperator;
  values: string[];
}

/** Conditions hold together (AND) inside a group; one group is enough (OR). */
export type FilterGroups = { conditions: FilterCondition[] }[];
