import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { ReactElement } from 'react';
import type { Option } from './Choice';

interface Props {
  name: string;
  label: string;
  value: string;
  options: (Option & { icon?: ReactElement })[];
  hint?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  isRequired?: boolean;
  onChange: (value: string) => void;
}

/** Of a select no item may have the empty value. */
const NONE = 'none';

/** A select with its label, hint and refusal; '' is a value like any other. */
export function SelectField(props: Props) {
  return (
    <Field.Root
      name={props.name}
      error={props.error}
      hint={props.hint}
      required={props.isRequired === true}
    >
      <Field.Label>{props.label}</Field.Label>
      <SingleSelect
        value={props.value === '' ? NONE : props.value}
        disabled={props.isDisabled}
        startIcon={props.options.find(({ value }) => value === props.value)?.icon}
        onChange={(value) => props.onChange(value === NONE ? '' : String(value))}
      >
        {props.options.map(({ value, label, icon }) => (
          <SingleSelectOption key={value} value={value === '' ? NONE : value} startIcon={icon}>
            {label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
