import {
  Field,
  MultiSelect,
  MultiSelectOption,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import type { PropertyDefinition, PropertyValue } from '../../server/contracts/properties';
import { LONG_TEXT_LENGTH, TEXT_LENGTH } from '../../server/contracts/property-limits';
import { wordIn } from '../../server/rules/property-values';
import { useWords } from '../useWords';

/** What a person typed or chose; '' and no choices take the value away. */
export type PropertyInput = string | string[];

interface Props {
  property: Pick<PropertyDefinition, 'key' | 'kind' | 'labels' | 'helps' | 'options'>;
  /** As stored, or as typed so far. */
  value: PropertyValue | undefined;
  error?: string | undefined;
  isDisabled?: boolean;
  isRequired?: boolean;
  /** Of labels, helps and options. */
  language: string;
  onChange: (value: PropertyInput) => void;
}

/** One field for a property of any kind that an admin may add. Its name is `properties.<key>`, as the server's refusals are. */
export function PropertyField(props: Props) {
  const { property, language, isRequired } = props;
  return (
    <Field.Root
      name={`properties.${property.key}`}
      error={props.error}
      hint={wordIn(property.helps, language)}
      required={isRequired === true}
    >
      <Field.Label>{wordIn(property.labels, language, property.key)}</Field.Label>
      <Input {...props} />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}

function Input({ property, value, isDisabled, language, onChange }: Props) {
  const t = useWords();
  const one = Array.isArray(value) ? (value[0] ?? '') : String(value ?? '');
  const several = Array.isArray(value) ? value : one === '' ? [] : [one];
  const onType = ({ target }: { target: { value: string } }) => onChange(target.value);
  const options = property.options
    .filter(({ key, isArchived }) => !isArchived || several.includes(key))
    .map(({ key, labels }) => ({ key, label: wordIn(labels, language, key) }));
  switch (property.kind) {
    case 'long-text':
      return (
        <Textarea
          value={one}
          maxLength={LONG_TEXT_LENGTH}
          dir="auto"
          disabled={isDisabled}
          onChange={onType}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          value={several}
          disabled={isDisabled}
          placeholder={t('properties.chooseSeveral')}
          clearLabel={t('properties.clear')}
          // The tags of the design system have buttons without a name.
          customizeContent={() =>
            options
              .filter(({ key }) => several.includes(key))
              .map(({ label }) => label)
              .join(', ')
          }
          onClear={() => onChange([])}
          onChange={(chosen: string[]) => onChange(chosen)}
        >
          {options.map(({ key, label }) => (
            <MultiSelectOption key={key} value={key}>
              {label}
            </MultiSelectOption>
          ))}
        </MultiSelect>
      );
    case 'choice':
    case 'yes-no':
      return (
        <SingleSelect
          value={one === '' ? null : one}
          disabled={isDisabled}
          placeholder={t('properties.chooseOne')}
          clearLabel={t('properties.clear')}
          onClear={() => onChange('')}
          onChange={(chosen) => onChange(String(chosen))}
        >
          {(property.kind === 'choice'
            ? options
            : [
                { key: 'yes', label: t('word.yes') },
                { key: 'no', label: t('word.no') },
              ]
          ).map(({ key, label }) => (
            <SingleSelectOption key={key} value={key}>
              {label}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      );
    default:
      return (
        <TextInput
          type={property.kind === 'date' ? 'date' : property.kind === 'link' ? 'url' : 'text'}
          inputMode={property.kind === 'number' ? 'decimal' : undefined}
          value={one}
          maxLength={property.kind === 'link' ? 2000 : TEXT_LENGTH}
          dir="auto"
          disabled={isDisabled}
          onChange={onType}
        />
      );
  }
}
