import { Checkbox, Field } from '@strapi/design-system';

interface Props {
  name: string;
  label: string;
  hint?: string;
  isTicked: boolean;
  isDisabled: boolean;
  onChange: (isTicked: boolean) => void;
}

/** A yes or no of a form with its hint. */
export function Tick({ name, label, hint, isTicked, isDisabled, onChange }: Props) {
  return (
    <Field.Root name={name} hint={hint}>
      <Checkbox
        checked={isTicked}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next === true)}
      >
        {label}
      </Checkbox>
      <Field.Hint />
    </Field.Root>
  );
}
