import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { FormSection } from '../../components/RecordFormPage';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { downloadFile } from '../../services/imports';
import { useWords } from '../../useWords';

export function ExportSection() {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isBusy, setIsBusy] = useState(false);

  async function download(): Promise<void> {
    setIsBusy(true);
    try {
      await downloadFile(api('/setup-file'), 'customer-portal.json');
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <FormSection title={t('setupFiles.export')} hint={t('setupFiles.exportHint')}>
      <div>
        <Button
          variant="secondary"
          startIcon={<Download />}
          loading={isBusy}
          onClick={() => void download()}
        >
          {t('setupFiles.download')}
        </Button>
      </div>
    </FormSection>
  );
}
