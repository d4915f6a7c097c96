import type { PropertyDefinition, PropertyValue } from '../contracts/properties';
import { timeOfDate, wordIn } from './property-values';

/** A stored value as a reader of a language reads it: options by their labels, numbers and dates in the usual form. */
export function valueInWords(
  property: Pick<PropertyDefinition, 'kind' | 'options'>,
  value: PropertyValue,
  language: string,
  words: { yes: string; no: string },
): string {
  const labelOf = (key: string) =>
    wordIn(property.options.find((option) => option.key === key)?.labels ?? {}, language, key);
  switch (property.kind) {
    case 'number':
      return new Intl.NumberFormat(language, { maximumFractionDigits: 10 }).format(Number(value));
    case 'date': {
      const time = timeOfDate(String(value));
      if (Number.isNaN(time)) return String(value);
      return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time);
    }
    case 'choices': {
      const labels = (Array.isArray(value) ? value : [String(value)]).map(labelOf);
      return new Intl.ListFormat(language, { style: 'narrow', type: 'unit' }).format(labels);
    }
    case 'choice':
      return labelOf(String(value));
    case 'yes-no':
      return value === 'yes' ? words.yes : words.no;
    default:
      return String(value);
  }
}
