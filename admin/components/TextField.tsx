import { Field, TextInput } from '@strapi/design-system';

interface Props {
  name: string;
  label: string;
  value: string;
  hint?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  isRequired?: boolean;
  /** Only numbers are typed. */
  isNumeric?: boolean;
  maxLength?: number;
  onChange: (value: string) => void;
}

/** One line of text with its label, hint and refusal. */
export function TextField(props: Props) {
  return (
    <Field.Root
      name={props.name}
      error={props.error}
      hint={props.hint}
      required={props.isRequired === true}
    >
      <Field.Label>{props.label}</Field.Label>
      <TextInput
        value={props.value}
        maxLength={props.maxLength ?? 191}
        inputMode={props.isNumeric ? 'numeric' : undefined}
        dir="auto"
        disabled={props.isDisabled}
        onChange={({ target }: { target: { value: string } }) => props.onChange(target.value)}
      />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
