import type { FormField } from '../../../server/contracts/request-forms';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import type { Translate } from '../../useWords';

/** What a field is called: by its own label, else by its property. */
export function fieldLabel(
  field: Pick<FormField, 'property' | 'labels'>,
  properties: readonly PropertyDefinition[],
  language: string,
  t: Translate,
): string {
  return wordIn(field.labels, language) || propertyLabel(field.property, properties, language, t);
}

export function propertyLabel(
  key: string,
  properties: readonly PropertyDefinition[],
  language: string,
  t: Translate,
): string {
  if (key === 'attachments') return t('requestForms.attachments');
  const property = properties.find((one) => one.key === key);
  return property ? wordIn(property.labels, language, key) : key;
}

/** What a person typed or chose as the form keeps it. */
export const asValues = (input: string | string[]): string[] =>
  typeof input === 'string' ? (input === '' ? [] : [input]) : input;
