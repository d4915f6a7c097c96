import type { PropertyDefinition } from '../contracts/properties';
import { isRanged, isSortable, sortedBy } from '../rules/property-filters';
import { parsePropertyValue, textKeyOf, timeOfDate } from '../rules/property-values';
import { number, text, type Row } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import type { After, ValueColumn, ValueFilter, ValueSort } from '../store/ticket-property-lists';

/** What is asked of a list about one property, as it stands in the address. */
export interface AskedValue {
  value: string;
  from: string;
  until: string;
}

const FILTERED: Partial<Record<PropertyDefinition['kind'], ValueColumn>> = {
  text: 'text_key',
  choice: 'option_key',
  choices: 'option_key',
  'yes-no': 'option_key',
  number: 'number_value',
  date: 'time_value',
};
/** Filters as the store takes them; what is no value of the property is left out. */
export function valueFilters(
  properties: readonly PropertyRecord[],
  asked: Readonly<Record<string, AskedValue>>,
): ValueFilter[] {
  return properties.flatMap((property): ValueFilter[] => {
    const own = Object.hasOwn(asked, property.key) ? asked[property.key] : undefined;
    const column = FILTERED[property.kind];
    if (!own || !column || property.isStandard) return [];
    const filter = { propertyKey: property.rowKey, column, equals: null, from: null, until: null };
    if (isRanged(property)) {
      const from = boundOf(property, own.from);
      const until = boundOf(property, own.until);
      return from === null && until === null ? [] : [{ ...filter, from, until }];
    }
    const value = own.value.trim();
    if (value === '') return [];
    return [{ ...filter, equals: column === 'text_key' ? textKeyOf(value) : value.slice(0, 64) }];
  });
}

function boundOf(property: PropertyRecord, typed: string): number | null {
  const parsed = parsePropertyValue(property, typed);
  if (!('value' in parsed) || parsed.value === null) return null;
  return property.kind === 'date' ? timeOfDate(String(parsed.value)) : Number(parsed.value);
}

/** `p.serial` or `-p.serial` of an address; undefined when no property can sort by it. */
export function valueSort(
  properties: readonly PropertyRecord[],
  sort: string,
): ValueSort | undefined {
  const asked = sortedBy(sort);
  const property = properties.find((one) => one.key === asked?.key && isSortable(one));
  const column = property && FILTERED[property.kind];
  if (!asked || !property || !column) return undefined;
  return {
    by: 'property',
    propertyKey: property.rowKey,
    column,
    isDescending: asked.isDescending,
  };
}

/** A cursor of such a list: the sort value (hexadecimal digits or a number) and the key of its last row. */
export const valueCursor = (row: Row): string => `${text(row.sort_value)}_${number(row.id)}`;

export function afterOf(cursor: string, sort: ValueSort): After {
  const [, value, key] = /^([0-9a-f.e+-]{0,191})_(\d{1,9})$/.exec(cursor) ?? [];
  if (value === undefined || key === undefined) return null;
  if (sort.by === 'property' && sort.column === 'text_key') return [value, Number(key)];
  const number = Number(value);
  return Number.isFinite(number) ? [number, Number(key)] : null;
}
