import { forwardRef, useState } from 'react';
import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import type { ContactChoice } from '../../../server/contracts/tickets';
import { useContacts } from '../../services/tickets';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';

const WAIT = 250;

interface Props {
  /** Only customers of its portal can be chosen; '' while none is chosen. */
  inbox: string;
  value: string;
  error: string | undefined;
  onChange: (id: string) => void;
}

const textOf = ({ name, address, company }: ContactChoice) =>
  [name, address, company].filter(Boolean).join(' · ');

/** Finds a customer by name, address or company while typing. */
export const CustomerField = forwardRef<HTMLInputElement, Props>(function CustomerField(
  { inbox, value, error, onChange },
  ref,
) {
  const t = useWords();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ContactChoice | null>(null);
  const typed = chosen && text === textOf(chosen) ? '' : text.trim();
  const settled = useSettled(typed, WAIT);
  const { data, error: failure, isLoading } = useContacts(settled, inbox);
  const found = settled === '' ? [] : (data ?? []);
  const options = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const isWaiting = inbox !== '' && (typed !== settled || (settled !== '' && isLoading));

  const hintOfNone = () => {
    if (inbox === '') return 'new.inboxFirst';
    return typed === '' ? 'new.typeName' : 'new.noContact';
  };

  const choose = (id: string | undefined) => {
    const contact = options.find((option) => option.id === id) ?? null;
    setChosen(contact);
    onChange(contact?.id ?? '');
  };

  return (
    <Field.Root
      name="requester"
      error={error ?? (failure ? t('new.contactsFailed') : undefined)}
      hint={t('new.requesterHint')}
      required
    >
      <Field.Label>{t('field.requester')}</Field.Label>
      <Combobox
        ref={ref}
        autocomplete="none"
        placeholder={t('new.chooseRequester')}
        value={value}
        textValue={text}
        loading={isWaiting}
        loadingMessage={t('state.loading')}
        noOptionsMessage={() => t(hintOfNone())}
        clearLabel={t('new.clearRequester')}
        onTextValueChange={(next) => setText(next ?? '')}
        onChange={choose}
        onClear={() => choose(undefined)}
      >
        {options.map((contact) => (
          <ComboboxOption key={contact.id} value={contact.id} textValue={textOf(contact)}>
            {textOf(contact)}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
});
