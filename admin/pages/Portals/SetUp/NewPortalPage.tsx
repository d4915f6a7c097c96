import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { paths } from '../../../plugin';
import { createRecord } from '../../../services/records';
import { useRecordForm, type FieldErrors } from '../../../services/useRecordForm';
import { useWords } from '../../../useWords';
import { BeforeYouBegin } from './BeforeYouBegin';
import { NameField } from './NameStep';
import { SetUpFrame } from './SetUpFrame';

/** The first step of a new portal: with its name it becomes a draft. */
export function NewPortalPage() {
  const t = useWords();
  const navigate = useNavigate();
  const [made, setMade] = useState('');
  const form = useRecordForm<{ name: string }, { id: string }>({
    initial: { name: '' },
    check: ({ name }): FieldErrors => (name.trim() === '' ? { name: t('setup.name.missing') } : {}),
    save: (values) => createRecord<{ id: string }>('/portals', values),
    onSaved: ({ id }) => setMade(id),
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.portalSetup(made, 'domain'), { replace: true });
  }, [made, navigate]);
  return (
    <SetUpFrame step="name" portal={null} form={form} above={<BeforeYouBegin />}>
      <NameField
        value={form.values.name}
        error={form.errors.name}
        onChange={(name) => form.set('name', name)}
      />
    </SetUpFrame>
  );
}
