import { Field, Textarea } from '@strapi/design-system';
import type { FieldErrors } from '../services/useRecordForm';

interface Props {
  /** Path of the list in errors. */
  name: string;
  label: string;
  hint?: string;
  value: readonly string[];
  errors: FieldErrors;
  isDisabled?: boolean;
  onChange: (lines: string[]) => void;
}

/** A list of technical values, one on each line. */
export function LinesField({ name, label, hint, value, errors, isDisabled, onChange }: Props) {
  return (
    <Field.Root name={name} error={errorUnder(errors, name)} hint={hint}>
      <Field.Label>{label}</Field.Label>
      <Textarea
        value={value.join('\n')}
        disabled={isDisabled}
        spellCheck={false}
        dir="ltr"
        onChange={({ target }: { target: { value: string } }) =>
          onChange(target.value === '' ? [] : target.value.split('\n'))
        }
      />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}

/** What is wrong with a list, or with the first of its lines that is. */
export const errorUnder = (errors: FieldErrors, name: string): string | undefined =>
  errors[name] ?? Object.entries(errors).find(([field]) => field.startsWith(`${name}.`))?.[1];

/** As it is sent: without the lines that are still empty. */
export const withoutEmptyLines = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.trim() !== '');
