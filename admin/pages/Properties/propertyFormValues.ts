import type { WordsByLanguage } from '../../../server/contracts/lists';
import type {
  AgentAccess,
  CustomerAccess,
  PropertyDetail,
  PropertyKind,
  PropertyOption,
  PropertySubject,
} from '../../../server/contracts/properties';
import { hasOptions, mayBeRequired } from '../../../server/rules/property-limits';
import type { FieldErrors } from '../../services/useRecordForm';
import type { Translate } from '../../useWords';

/** An option as it is edited: `ref` stays the same while its key is typed. */
export interface OptionDraft extends PropertyOption {
  ref: string;
  isNew: boolean;
}

export interface PropertyFormValues {
  subject: PropertySubject;
  key: string;
  kind: PropertyKind | '';
  labels: WordsByLanguage;
  helps: WordsByLanguage;
  options: OptionDraft[];
  customerAccess: CustomerAccess;
  agentAccess: AgentAccess;
  isRequiredToClose: boolean;
}

export const valuesOf = (
  property: PropertyDetail | null,
  subject: PropertySubject,
): PropertyFormValues => ({
  subject: property?.subject ?? subject,
  key: property?.key ?? '',
  kind: property?.kind ?? '',
  labels: property?.labels ?? {},
  helps: property?.helps ?? {},
  options: (property?.options ?? []).map((option) => ({
    ...option,
    ref: option.key,
    isNew: false,
  })),
  customerAccess: property?.customerAccess ?? 'none',
  agentAccess: property?.agentAccess ?? 'edit',
  isRequiredToClose: property?.isRequiredToClose ?? false,
});

/** As the server takes them: what the kind or the subject has none of is left out. */
export const inputOf = (values: PropertyFormValues, isStandard: boolean) => ({
  ...values,
  options: isOfOptions(values)
    ? values.options.map(({ key, labels, isArchived }) => ({ key, labels, isArchived }))
    : [],
  isRequiredToClose:
    values.isRequiredToClose &&
    values.kind !== '' &&
    mayBeRequired({ ...values, kind: values.kind, isStandard }),
});

export const isOfOptions = ({ kind }: PropertyFormValues): boolean =>
  kind !== '' && hasOptions({ kind });

const hasWord = (words: WordsByLanguage) => Object.values(words).some((word) => word.trim() !== '');

/** What needs no server to be seen. */
export function problemsOf(
  values: PropertyFormValues,
  firstLanguage: string,
  t: Translate,
): FieldErrors {
  const errors: FieldErrors = {};
  if (!hasWord(values.labels)) errors[`labels.${firstLanguage}`] = t('properties.labelMissing');
  if (values.kind === '') errors.kind = t('properties.kindMissing');
  if (values.key === '') errors.key = t('properties.keyMissing');
  else if (!/^[a-z][a-z0-9_]*$/.test(values.key)) errors.key = t('properties.keyWrong');
  if (!isOfOptions(values)) return errors;
  if (!values.options.some(({ isArchived }) => !isArchived))
    errors.options = t('properties.optionsMissing');
  const seen = new Set<string>();
  for (const [at, { key, labels }] of values.options.entries()) {
    if (!hasWord(labels))
      errors[`options.${at}.labels.${firstLanguage}`] = t('properties.labelMissing');
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(key))
      errors[`options.${at}.key`] = t('properties.optionKeyWrong');
    else if (seen.has(key)) errors[`options.${at}.key`] = t('properties.optionKeyTwice');
    seen.add(key);
  }
  return errors;
}
