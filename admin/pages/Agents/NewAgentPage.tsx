import { useEffect, useState } from 'react';
import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type { AdminUserChoice } from '../../../server/contracts/agents';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';

const WAIT = 250;

/** Makes an agent of an admin user. */
export function NewAgentPage() {
  const t = useWords();
  const navigate = useNavigate();
  const [made, setMade] = useState('');
  const [text, setText] = useState('');
  const settled = useSettled(text.trim(), WAIT);
  const { data, isLoading } = useRead<AdminUserChoice[]>(
    api('/agents/admin-users', { q: settled }),
  );
  const form = useRecordForm<{ adminUser: string }, { id: string }>({
    initial: { adminUser: '' },
    check: ({ adminUser }): FieldErrors =>
      adminUser === '' ? { adminUser: t('inboxes.adminUserMissing') } : {},
    save: (values) => createRecord<{ id: string }>('/agents', values),
    onSaved: ({ id }) => setMade(id),
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.agent(made), { replace: true });
  }, [made, navigate]);
  return (
    <RecordFormPage
      title={t('inboxes.agentNew')}
      back={{ to: paths.agents, label: t('nav.agents') }}
      form={form}
      canSave
      saveLabel={t('form.create')}
    >
      <FormSection title={t('inboxes.general')} hint={t('inboxes.adminUserHint')}>
        <Field.Root name="adminUser" error={form.errors.adminUser} required>
          <Field.Label>{t('inboxes.adminUser')}</Field.Label>
          <Combobox
            value={form.values.adminUser}
            placeholder={t('inboxes.adminUserSearch')}
            autocomplete="none"
            loading={isLoading}
            noOptionsMessage={() => t('inboxes.adminUserNone')}
            onInputChange={({ target }: { target: EventTarget }) =>
              setText((target as HTMLInputElement).value)
            }
            onChange={(id?: string) => form.set('adminUser', id ?? '')}
          >
            {(data ?? []).map(({ id, name, email }) => (
              <ComboboxOption key={id} value={id} textValue={`${name} (${email})`}>
                {`${name} (${email})`}
              </ComboboxOption>
            ))}
          </Combobox>
          <Field.Error />
        </Field.Root>
      </FormSection>
    </RecordFormPage>
  );
}
