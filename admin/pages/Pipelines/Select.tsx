import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { Option } from '../../components/Choice';

interface Props {
  label: string;
  /** Path of the field in errors. */
  name: string;
  value: string;
  options: Option[];
  error?: string;
  hint?: string;
  placeholder?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  onChange: (value: string) => void;
}

/** A select of a form with its label, hint and error. */
export function Select(props: Props) {
  const { label, name, value, options, error, hint, isDisabled, onChange } = props;
  return (
    <Field.Root name={name} error={error} hint={hint} required={props.isRequired === true}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={value}
        disabled={isDisabled}
        placeholder={props.placeholder}
        onChange={(next) => onChange(String(next))}
      >
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
