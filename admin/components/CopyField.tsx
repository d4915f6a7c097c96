import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { Field, IconButton, TextInput } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useWords } from '../useWords';

/** A value to be put in elsewhere, as it is. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const t = useWords();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const onCopy = async () => {
    if (await copy(value)) toggleNotification({ type: 'success', message: t('form.copied') });
  };
  return (
    <Field.Root name={label} hint={hint}>
      <Field.Label>{label}</Field.Label>
      <TextInput
        value={value}
        readOnly
        dir="ltr"
        onFocus={({ target }: { target: HTMLInputElement }) => target.select()}
        endAction={
          <IconButton
            variant="ghost"
            label={t('form.copy', { name: label })}
            onClick={() => void onCopy()}
          >
            <Duplicate />
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
}
