import { useState } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Check, Play } from '@strapi/icons';
import type { ImportDetail, ImportPlan } from '../../../server/contracts/transfers';
import { AskDialog } from '../../components/AskDialog';
import { FormSection } from '../../components/RecordFormPage';
import { createRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { Counts } from './Counts';
import { ImportSettingsFields } from './ImportSettingsFields';
import { MappingTable } from './MappingTable';
import { ProblemTable } from './ProblemTable';
import { ValueFields } from './ValueFields';

interface Props {
  detail: ImportDetail;
  onChange: (next: ImportDetail) => void;
}

/** What is decided before an import: which column fills what, what values mean, what happens to known records. */
export function ImportPlanForm({ detail, onChange }: Props) {
  const t = useWords();
  const [isAsked, setIsAsked] = useState(false);
  const form = useRecordForm<ImportPlan, ImportDetail>({
    initial: {
      mapping: detail.mapping,
      settings: {
        ...detail.settings,
        timeZone:
          detail.settings.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
      },
    },
    save: (plan) => createRecord<ImportDetail>(`/imports/${detail.id}/check`, plan),
    onSaved: onChange,
  });
  const { values, errors } = form;
  const settings = (changed: Partial<ImportPlan['settings']>) =>
    form.set('settings', { ...values.settings, ...changed });
  const begin = async () => {
    await createRecord<ImportDetail>(`/imports/${detail.id}/start`, values).then(onChange);
  };
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Box role="alert">
          {form.formError && (
            <Typography textColor="danger600" fontWeight="semiBold">
              {form.formError}
            </Typography>
          )}
        </Box>
        {detail.check && (
          <FormSection title={t('transfers.checkResult')} hint={t('transfers.checkHint')}>
            <Counts counts={detail.check.counts} />
            <ProblemTable problems={detail.check.problems} />
          </FormSection>
        )}
        <FormSection
          title={t('transfers.mapping')}
          hint={t(
            detail.isMappingRemembered ? 'transfers.mappingRemembered' : 'transfers.mappingHint',
          )}
        >
          <MappingTable
            detail={detail}
            mapping={values.mapping}
            errors={errors}
            onChange={(mapping) => form.set('mapping', mapping)}
          />
        </FormSection>
        <ValueFields
          detail={detail}
          mapping={values.mapping}
          values={values.settings.values}
          onChange={(chosen) => settings({ values: chosen })}
        />
        <ImportSettingsFields
          subject={detail.subject}
          settings={values.settings}
          errors={errors}
          onChange={settings}
        />
        <Flex gap={2} wrap="wrap" justifyContent="flex-end">
          <Button type="submit" variant="secondary" startIcon={<Check />} loading={form.isSaving}>
            {t('transfers.check')}
          </Button>
          <Button startIcon={<Play />} onClick={() => setIsAsked(true)}>
            {t('transfers.start')}
          </Button>
        </Flex>
      </Flex>
      <AskDialog
        isOpen={isAsked}
        isDanger={false}
        title={t('transfers.startTitle')}
        confirm={t('transfers.start')}
        onConfirm={begin}
        onClose={() => setIsAsked(false)}
      >
        {t('transfers.startText', { count: detail.rowCount })}
      </AskDialog>
    </form>
  );
}
