import { Checkbox, Field } from '@strapi/design-system';

interface Props {
  name: string;
  label: string;
  isChosen: boolean;
  hint?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  onChange: (isChosen: boolean) => void;
}

/** A yes or no with its hint and refusal. */
export function TickField({ name, label, isChosen, hint, error, isDisabled, onChange }: Props) {
  return (
    <Field.Root name={name} error={error} hint={hint}>
      <Checkbox
        checked={isChosen}
        disabled={isDisabled}
        onCheckedChange={(checked) => onChange(checked === true)}
      >
        {label}
      </Checkbox>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
