import type { PropertyValue, PropertyValues } from '../contracts/properties';
import { parsePropertyValue, wordIn } from '../rules/property-values';
import type { PropertyRecord } from '../store/properties';
import { refused } from './refusals';

export interface PropertyChange {
  property: PropertyRecord;
  /** null takes the value away. */
  value: PropertyValue | null;
}

const PROBLEMS = {
  tooLong: 'is too long.',
  number: 'takes a number, for example 12 or 12.5.',
  date: 'takes a date as YYYY-MM-DD.',
  option: 'takes one of its options.',
  yesNo: 'takes yes or no.',
  link: 'takes an address that begins with https:// or http://.',
} as const;

/**
 * Reads values of custom properties by key as a person typed or chose them; an empty one takes the value away. Throws a
 * ValidationError at `properties.<key>`. Standard properties have columns and fields of their own and are refused here.
 */
export function readPropertyInput(
  properties: readonly PropertyRecord[],
  input: Readonly<Record<string, string | readonly string[]>>,
  before: PropertyValues = {},
): PropertyChange[] {
  return Object.entries(input).map(([key, typed]) => {
    const property = properties.find((one) => one.key === key && !one.isStandard);
    if (!property) return refused(`properties.${key}`, `There is no property "${key}".`);
    const parsed = parsePropertyValue(property, typed, before[key]);
    if ('problem' in parsed)
      return refused(
        `properties.${key}`,
        `${wordIn(property.labels, 'en', key)} ${PROBLEMS[parsed.problem]}`,
      );
    return { property, value: parsed.value };
  });
}

/** The JSON copy after changes. */
export function valuesAfter(
  before: PropertyValues,
  changes: readonly PropertyChange[],
): PropertyValues {
  const after = { ...before };
  for (const { property, value } of changes) {
    if (value === null) delete after[property.key];
    else after[property.key] = value;
  }
  return after;
}
