import type { PropertyValue, PropertyValues } from '../contracts/properties';
import { parsePropertyValue, wordIn } from '../rules/property-values';
import { valueInWords } from '../rules/property-words';
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

/** The same as an agent may set them: what agents may only read is refused. */
export function readAgentInput(
  properties: readonly PropertyRecord[],
  input: Readonly<Record<string, string | readonly string[]>>,
  before: PropertyValues,
): PropertyChange[] {
  const changes = readPropertyInput(properties, input, before).filter(
    ({ property, value }) => JSON.stringify(value) !== JSON.stringify(before[property.key] ?? null),
  );
  for (const { property } of changes) checkAgentAccess(property, `properties.${property.key}`);
  return changes;
}

export function checkAgentAccess(
  property: Pick<PropertyRecord, 'key' | 'labels' | 'agentAccess'>,
  path: string,
): void {
  if (property.agentAccess === 'read')
    refused(path, `Agents may only read ${wordIn(property.labels, 'en', property.key)}.`);
}

const YES_NO = { yes: 'Yes', no: 'No' };
const SHOWN = 500;

/** What changed, for an activity: by the property's label, in words. */
export function changesInWords(
  changes: readonly PropertyChange[],
  before: PropertyValues,
): Record<string, { before: string; after: string }> {
  const words: Record<string, { before: string; after: string }> = {};
  for (const { property, value } of changes) {
    const inWords = (one: PropertyValue | null | undefined) => {
      const all =
        one === null || one === undefined ? '' : valueInWords(property, one, 'en', YES_NO);
      return all.length > SHOWN ? `${all.slice(0, SHOWN)}…` : all;
    };
    const label = wordIn(property.labels, 'en', property.key);
    words[label in words ? `${label} (${property.key})` : label] = {
      before: inWords(before[property.key]),
      after: inWords(value),
    };
  }
  return words;
}
