import { Field, TextInput } from '@strapi/design-system';
import { instantOf, localTimeOf } from '../services/localTime';
import { CalendarScheme } from './CalendarScheme';

interface Props {
  name: string;
  label: string;
  /** Epoch ms; 0 is none. */
  value: number;
  hint?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  isRequired?: boolean;
  onChange: (value: number) => void;
}

/** A date and a time of day by the clock of whoever fills it in. */
export function InstantField(props: Props) {
  return (
    <Field.Root
      name={props.name}
      error={props.error}
      hint={props.hint}
      required={props.isRequired === true}
    >
      <Field.Label>{props.label}</Field.Label>
      <CalendarScheme>
        <TextInput
          type="datetime-local"
          value={localTimeOf(props.value)}
          disabled={props.isDisabled}
          max="9999-12-31T23:59"
          onChange={({ target }: { target: { value: string } }) =>
            props.onChange(instantOf(target.value))
          }
        />
      </CalendarScheme>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
