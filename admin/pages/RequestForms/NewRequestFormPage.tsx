import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { FormPortal } from '../../../server/contracts/request-forms';
import { slugOf } from '../../../server/rules/slug';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { api } from '../../services/api';
import { createRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { useRead } from '../../services/useRead';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { PlaceFields, type Place } from './PlaceFields';

const EMPTY: Place = { name: '', portal: '', slug: '' };

export function NewRequestFormPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { data: structure } = useStructure();
  const { data: portals } = useRead<FormPortal[]>(api('/request-forms/portals'));
  const [isOwnSlug, setIsOwnSlug] = useState(false);
  const all = structure?.portals ?? [];
  const form = useRecordForm<Place, { id: string }>({
    initial: EMPTY,
    check: (values): FieldErrors => ({
      ...(values.name.trim() === '' ? { name: t('form.required') } : {}),
      ...(chosen(values) === '' ? { portal: t('form.required') } : {}),
      ...(values.slug === '' ? { slug: t('form.required') } : {}),
    }),
    save: (values) => createRecord('/request-forms', { ...values, portal: chosen(values) }),
    // After the form has noted that it is saved, so that nothing is asked on leaving.
    onSaved: ({ id }) => setTimeout(() => navigate(paths.requestForm(id), { replace: true })),
  });

  // With one portal there is nothing to choose.
  function chosen({ portal }: Place): string {
    return portal || (all.length === 1 ? (all[0]?.id ?? '') : '');
  }

  const change = (name: keyof Place, value: string) => {
    form.set(name, value);
    if (name === 'slug') setIsOwnSlug(true);
    if (name === 'name' && !isOwnSlug) form.set('slug', slugOf(value));
  };

  const portal = chosen(form.values);
  return (
    <RecordFormPage
      title={t('requestForms.create')}
      subtitle={t('requestForms.createHint')}
      back={{ to: paths.requestForms, label: t('requestForms.title') }}
      form={form}
      canSave
      saveLabel={t('form.create')}
    >
      <FormSection title={t('requestForms.basics')}>
        <PlaceFields
          values={{ ...form.values, portal }}
          errors={form.errors}
          portals={all}
          url={portals?.find(({ id }) => id === portal)?.url ?? '/new/'}
          onChange={change}
        />
      </FormSection>
    </RecordFormPage>
  );
}
