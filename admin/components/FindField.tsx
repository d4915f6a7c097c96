import { useState } from 'react';
import { Combobox, ComboboxOption, Field, type ComboboxProps } from '@strapi/design-system';
import { useRead } from '../services/useRead';
import { useSettled } from '../services/useSettled';
import { useWords } from '../useWords';

const WAIT = 250;

/** How the field looks, whatever it finds. */
export interface FindFieldLook {
  label: string;
  hint?: string;
  placeholder?: string;
  error?: string | undefined;
  isDisabled?: boolean;
  size?: ComboboxProps['size'];
  /** Only the label's name for screen readers: in a bar of filters. */
  isBare?: boolean;
}

interface Props<Data, Row extends { id: string }> extends FindFieldLook {
  /** What stands in the field while nothing is typed, for example the chosen record. */
  shown?: string;
  /** The address that answers for a typed beginning. */
  url: (q: string) => string;
  rowsOf: (data: Data) => Row[];
  textOf: (row: Row) => string;
  onChoose: (row: Row) => void;
  onClear?: () => void;
}

/** Finds records while typing; choosing one empties the field again. */
export function FindField<Data, Row extends { id: string }>(props: Props<Data, Row>) {
  const { label, shown = '', textOf } = props;
  const t = useWords();
  const [typedText, setTypedText] = useState<string | null>(null);
  const text = typedText ?? shown;
  const typed = typedText === null ? '' : text.trim();
  const settled = useSettled(typed, WAIT);
  const { data, isLoading } = useRead<Data>(settled === '' ? null : props.url(settled));
  const found = settled === '' || !data ? [] : props.rowsOf(data);

  const choose = (id: string | undefined) => {
    const row = found.find((one) => one.id === id);
    if (!row) return;
    setTypedText(null);
    props.onChoose(row);
  };

  const input = (
    <Combobox
      autocomplete="none"
      aria-label={props.isBare ? label : undefined}
      placeholder={props.placeholder}
      value=""
      textValue={text}
      size={props.size}
      disabled={props.isDisabled}
      loading={typed !== settled || (settled !== '' && isLoading)}
      loadingMessage={t('state.loading')}
      noOptionsMessage={() => t(typed === '' ? 'contacts.find.type' : 'contacts.find.none')}
      clearLabel={t('contacts.find.clear')}
      onInputChange={({ target }) => setTypedText(target.value)}
      // A chosen name would stay as typed text; what was typed in vain goes when the field is left.
      onTextValueChange={(next) => !next && setTypedText((before) => (before === '' ? '' : null))}
      onChange={choose}
      onClear={() => {
        setTypedText(null);
        props.onClear?.();
      }}
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
