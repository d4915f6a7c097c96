import type { Dispatch, SetStateAction } from 'react';
import { Combobox, ComboboxOption, Field, type ComboboxProps } from '@strapi/design-system';
import { useWords } from '../useWords';

/** How a field that finds something looks, whatever it finds. */
export interface ComboLook {
  label: string;
  hint?: string;
  placeholder?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  size?: ComboboxProps['size'];
  /** Only the label's name for screen readers: in a bar of filters. */
  isBare?: boolean;
}

interface Props<Row extends { id: string }> extends ComboLook {
  /** What stands in the field while nothing is typed, for example the chosen record. */
  shown: string;
  /** What is typed; null while nothing is. */
  typed: string | null;
  setTyped: Dispatch<SetStateAction<string | null>>;
  found: Row[];
  isLoading?: boolean;
  /** Said when nothing was found. */
  none: string;
  clearLabel?: string;
  textOf: (row: Row) => string;
  onChoose: (row: Row) => void;
  onClear?: () => void;
}

/** A field that offers what was found for the typed text; choosing ends the typing. */
export function ComboField<Row extends { id: string }>(props: Props<Row>) {
  const { label, found, setTyped, textOf } = props;
  const t = useWords();

  const choose = (id: string | undefined) => {
    const row = found.find((one) => one.id === id);
    if (!row) return;
    setTyped(null);
    props.onChoose(row);
  };

  const clear = () => {
    setTyped(null);
    props.onClear?.();
  };

  const input = (
    <Combobox
      autocomplete="none"
      aria-label={props.isBare ? label : undefined}
      placeholder={props.placeholder}
      value=""
      textValue={props.typed ?? props.shown}
      size={props.size}
      disabled={props.isDisabled}
      loading={props.isLoading}
      loadingMessage={t('state.loading')}
      noOptionsMessage={() => props.none}
      clearLabel={props.clearLabel ?? t('contacts.find.clear')}
      onInputChange={({ target }) => setTyped(target.value)}
      // A chosen name would stay as typed text; what was typed in vain goes when the field is left.
      onTextValueChange={(next) => !next && setTyped((before) => (before === '' ? '' : null))}
      onChange={choose}
      // What cannot be changed offers no button for it.
      {...(props.isDisabled ? {} : { onClear: clear })}
    >
      {found.map((row) => (
        <ComboboxOption key={row.id} value={row.id} textValue={textOf(row)}>
          {textOf(row)}
        </ComboboxOption>
      ))}
    </Combobox>
  );
  if (props.isBare) return input;
  return (
    <Field.Root error={props.error} hint={props.hint}>
      <Field.Label>{label}</Field.Label>
      {input}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}
