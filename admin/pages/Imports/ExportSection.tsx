import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Flex } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { FormSection } from '../../components/RecordFormPage';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { downloadFile } from '../../services/imports';
import { useWords } from '../../useWords';
import { useSubjectOptions } from './useSubjectOptions';

const NAMES: Record<string, string> = {
  contact: 'contacts',
  company: 'companies',
  ticket: 'tickets',
};

/** One button for each kind of record; the file comes by the admin's own token. */
export function ExportSection() {
  const t = useWords();
  const textOf = useErrorText();
  const { locale } = useIntl();
  const { toggleNotification } = useNotification();
  const [loading, setLoading] = useState('');

  const download = async (subject: string) => {
    setLoading(subject);
    try {
      const day = new Date().toISOString().slice(0, 10);
      await downloadFile(
        api('/exports', { subject, language: locale }),
        `${NAMES[subject] ?? subject}-${day}.csv`,
      );
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    setLoading('');
  };

  return (
    <FormSection title={t('transfers.export')} hint={t('transfers.exportHint')}>
      <Flex gap={2} wrap="wrap">
        {useSubjectOptions().map(({ value, label }) => (
          <Button
            key={value}
            variant="secondary"
            startIcon={<Download />}
            loading={loading === value}
            disabled={loading !== '' && loading !== value}
            onClick={() => void download(value)}
          >
            {t('transfers.exportOf', { subject: label })}
          </Button>
        ))}
      </Flex>
    </FormSection>
  );
}
