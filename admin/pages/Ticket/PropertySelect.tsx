import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { Option } from '../../components/Choice';
import { useWords } from '../../useWords';

interface Props {
  label: string;
  value: string;
  options: Option[];
  isDisabled: boolean;
  onChange: (value: string) => void;
}

/** A select that saves at once. */
export function PropertySelect({ label, value, options, isDisabled, onChange }: Props) {
  const t = useWords();
  return (
    <Field.Root>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={value}
        disabled={isDisabled}
        placeholder={t('properties.choose')}
        onChange={(next) => {
          if (next !== value) onChange(String(next));
        }}
      >
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
