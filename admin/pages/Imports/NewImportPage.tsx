import { useState } from 'react';
import {
  Field,
  Flex,
  ProgressBar,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { IMPORT_SIZE, type NewImport } from '../../../server/contracts/transfers';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { uploadImport } from '../../services/imports';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { useSubjectOptions } from './useSubjectOptions';

interface Values {
  subject: NewImport['subject'] | '';
  fileName: string;
}

/** Chooses what a file holds and uploads it; everything else is asked when it has been read. */
export function NewImportPage() {
  const t = useWords();
  const navigate = useNavigate();
  const subjects = useSubjectOptions();
  const [file, setFile] = useState<File | null>(null);
  const [bytes, setBytes] = useState(0);
  const form = useRecordForm<Values, string>({
    initial: { subject: '', fileName: '' },
    check: ({ subject }) => ({
      ...(subject === '' ? { subject: t('transfers.chooseSubject') } : {}),
      ...(file === null ? { fileName: t('transfers.chooseFile') } : {}),
      ...(file && file.size > IMPORT_SIZE ? { fileName: t('transfers.tooLarge') } : {}),
    }),
    save: ({ subject }) => uploadImport(subject as NewImport['subject'], file as File, setBytes),
    onSaved: (id) => navigate(paths.import(id), { replace: true }),
  });
  const { values, errors, set } = form;
  return (
    <RecordFormPage
      title={t('transfers.new')}
      subtitle={t('transfers.newSubtitle')}
      back={{ to: paths.imports, label: t('transfers.title') }}
      form={form}
      canSave
      saveLabel={t('transfers.upload')}
    >
      <FormSection title={t('transfers.file')} hint={t('transfers.fileHint')}>
        <Field.Root name="subject" required error={errors.subject}>
          <Field.Label>{t('transfers.holds')}</Field.Label>
          <SingleSelect
            value={values.subject}
            placeholder={t('transfers.chooseSubject')}
            onChange={(subject) => set('subject', subject as Values['subject'])}
          >
            {subjects.map(({ value, label }) => (
              <SingleSelectOption key={value} value={value}>
                {label}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        <Field.Root
          name="fileName"
          required
          hint={t('transfers.sizeHint')}
          error={errors.fileName ?? errors.size}
        >
          <Field.Label>{t('transfers.csvFile')}</Field.Label>
          <Field.Input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
              const chosen = event.target.files?.[0] ?? null;
              setFile(chosen);
              set('fileName', chosen?.name ?? '');
            }}
          />
          <Field.Hint />
          <Field.Error />
        </Field.Root>
        {form.isSaving && file && (
          <Flex gap={3}>
            <ProgressBar
              aria-label={t('transfers.uploading')}
              value={Math.round((100 * bytes) / Math.max(file.size, 1))}
            />
            <Typography role="status">{t('transfers.uploading')}</Typography>
          </Flex>
        )}
      </FormSection>
    </RecordFormPage>
  );
}
