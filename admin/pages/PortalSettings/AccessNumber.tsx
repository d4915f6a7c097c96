import { Field, NumberInput } from '@strapi/design-system';
import { useWords } from '../../useWords';

interface Props {
  name: 'idleMinutes' | 'absoluteDays' | 'graceDays';
  /** NaN for nothing. */
  value: number;
  error: string | undefined;
  isDisabled: boolean;
  onChange: (value: number) => void;
}

/** A number of the access settings, with what it means. */
export function AccessNumber({ name, value, error, isDisabled, onChange }: Props) {
  const t = useWords();
  return (
    <Field.Root name={name} error={error} hint={t(`settings.access.${name}Hint`)}>
      <Field.Label>{t(`settings.access.${name}`)}</Field.Label>
      <NumberInput
        value={Number.isNaN(value) ? undefined : value}
        disabled={isDisabled}
        onValueChange={(typed) => onChange(typed ?? Number.NaN)}
      />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
