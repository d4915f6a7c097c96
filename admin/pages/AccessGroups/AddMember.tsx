import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import type { MemberChoice, MembersReport } from '../../../server/contracts/access-groups';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';

const WAIT = 250;

/** Finds a contact by name or address while typing, and adds it when it is chosen. */
export function AddMember({ groupId, onAdded }: { groupId: string; onAdded: () => void }) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const typed = text.trim();
  const settled = useSettled(typed, WAIT);
  const { data, isLoading } = useRead<MemberChoice[]>(
    settled === '' ? null : api(`/access-groups/${groupId}/choices`, { q: settled }),
  );
  const found = settled === '' ? [] : (data ?? []);

  async function add(id: string | undefined): Promise<void> {
    const contact = found.find((one) => one.id === id);
    if (!contact) return;
    setText('');
    setError('');
    try {
      await createRecord<MembersReport>(`/access-groups/${groupId}/members`, { contacts: [id] });
      toggleNotification({
        type: 'success',
        message: t('accessGroups.added', { name: contact.name }),
      });
      onAdded();
    } catch (problem) {
      setError(textOf(problem));
    }
  }

  return (
    <Field.Root name="contacts" error={error || undefined}>
      <Field.Label>{t('accessGroups.addContact')}</Field.Label>
      <Combobox
        autocomplete="none"
        placeholder={t('accessGroups.addPlaceholder')}
        value=""
        textValue={text}
        loading={typed !== settled || isLoading}
        loadingMessage={t('state.loading')}
        noOptionsMessage={() =>
          t(typed === '' ? 'accessGroups.typeContact' : 'accessGroups.noContact')
        }
        onTextValueChange={(next) => setText(next ?? '')}
        onChange={(id: string | undefined) => void add(id)}
        onClear={() => setText('')}
      >
        {found.map(({ id, name, address, isMember }) => {
          const label = [name, address].filter(Boolean).join(' · ');
          return (
            <ComboboxOption key={id} value={id} textValue={label} disabled={isMember}>
              {isMember ? t('accessGroups.alreadyIn', { label }) : label}
            </ComboboxOption>
          );
        })}
      </Combobox>
      <Field.Error />
    </Field.Root>
  );
}
