import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Field, TextInput } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import type { PipelineDetail } from '../../../server/contracts/pipelines';
import type { StructureChoices } from '../../../server/contracts/structure';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { AutomationsSection } from './AutomationsSection';
import { DeletePipelineDialog } from './DeletePipelineDialog';
import {
  firstValues,
  inputOf,
  type PipelineValues,
  valuesOf,
  withoutStatus,
} from './pipelineValues';
import { RulesSection } from './RulesSection';
import { StatusesSection } from './StatusesSection';

interface Props {
  /** null for a new one. */
  pipeline: PipelineDetail | null;
  structure: StructureChoices;
  canEdit: boolean;
}

export function PipelineForm({ pipeline, structure, canEdit }: Props) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [isDeleting, setIsDeleting] = useState(false);
  const [initial] = useState<PipelineValues>(() =>
    pipeline
      ? valuesOf(pipeline)
      : firstValues({
          new: t('pipelines.meaning.new'),
          'waiting-on-customer': t('pipelines.meaning.waiting-on-customer'),
          'waiting-on-us': t('pipelines.meaning.waiting-on-us'),
          closed: t('pipelines.meaning.closed'),
        }),
  );
  const [stored, setStored] = useState(pipeline);
  const say = (message: string) => toggleNotification({ type: 'success', message });

  const form = useRecordForm<PipelineValues, PipelineDetail | { id: string }>({
    initial,
    save: (values) =>
      pipeline
        ? saveRecord<PipelineDetail>(`/pipelines/${pipeline.id}`, inputOf(values))
        : createRecord<{ id: string }>('/pipelines', inputOf(values)),
    onSaved(saved) {
      say(t('form.saved'));
      if ('statuses' in saved) {
        form.reset(valuesOf(saved));
        setStored(saved);
      } else navigate(paths.pipeline(saved.id), { replace: true });
    },
  });
  const { values, errors, set } = form;

  const remove = (
    ...[status, to]: Parameters<Parameters<typeof StatusesSection>[0]['onRemove']>
  ) => {
    const { statuses, removed, automations } = withoutStatus(values, status, to);
    set('statuses', statuses);
    set('removed', removed);
    set('automations', automations);
  };

  return (
    <>
      <RecordFormPage
        title={stored?.name ?? t('pipelines.new')}
        subtitle={stored ? usedBy(stored) : undefined}
        back={{ to: paths.pipelines, label: t('pipelines.title') }}
        form={form}
        canSave={canEdit}
        actions={
          canEdit &&
          stored &&
          !stored.isLast && (
            <Button
              type="button"
              variant="danger-light"
              startIcon={<Trash />}
              onClick={() => setIsDeleting(true)}
            >
              {t('form.delete')}
            </Button>
          )
        }
      >
        <FormSection title={t('pipelines.general')}>
          <Field.Root name="name" error={errors.name} required>
            <Field.Label>{t('pipelines.name')}</Field.Label>
            <TextInput
              value={values.name}
              maxLength={80}
              dir="auto"
              disabled={!canEdit}
              onChange={(event) => set('name', event.target.value)}
            />
            <Field.Error />
          </Field.Root>
        </FormSection>
        <StatusesSection
          statuses={values.statuses}
          languages={structure.languages}
          errors={errors}
          canEdit={canEdit}
          onChange={(statuses) => set('statuses', statuses)}
          onRemove={remove}
        />
        <RulesSection
          rules={values.rules}
          statuses={values.statuses}
          canEdit={canEdit}
          onRules={(rules) => set('rules', rules)}
          onStatuses={(statuses) => set('statuses', statuses)}
        />
        <AutomationsSection
          automations={values.automations}
          statuses={values.statuses}
          errors={errors}
          canEdit={canEdit}
          onChange={(automations) => set('automations', automations)}
        />
      </RecordFormPage>
      {stored && (
        <DeletePipelineDialog
          pipeline={stored}
          others={structure.pipelines.filter(({ id }) => id !== stored.id)}
          isOpen={isDeleting}
          onDeleted={() => {
            say(t('form.deleted'));
            form.reset(initial);
            navigate(paths.pipelines);
          }}
          onClose={() => setIsDeleting(false)}
        />
      )}
    </>
  );

  function usedBy({ inboxes }: PipelineDetail): string {
    if (inboxes.length === 0) return t('pipelines.unused');
    return t('pipelines.usedBy', { inboxes: inboxes.map(({ name }) => name).join(', ') });
  }
}
