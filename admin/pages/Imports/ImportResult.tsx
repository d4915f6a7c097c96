import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import type { ImportDetail } from '../../../server/contracts/transfers';
import { FormSection } from '../../components/RecordFormPage';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { downloadFile } from '../../services/imports';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { Counts } from './Counts';
import { ImportStatePill } from './ImportStatePill';
import { ProblemTable } from './ProblemTable';

export function ImportResult({
  detail,
  onChange,
}: {
  detail: ImportDetail;
  onChange: (next: ImportDetail) => void;
}) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isLoading, setIsLoading] = useState(false);
  const { state, error, counts, problems, fileName, id } = detail;

  const download = async () => {
    setIsLoading(true);
    try {
      const name = `problems-${fileName.replace(/\.[^.]*$/, '')}.csv`;
      await downloadFile(api(`/imports/${id}/report`), name);
    } catch (problem) {
      toggleNotification({ type: 'danger', message: textOf(problem) });
    }
    setIsLoading(false);
  };

  const retry = async () => {
    setIsLoading(true);
    try {
      onChange(await createRecord(`/imports/${id}/retry`, {}));
    } catch (problem) {
      toggleNotification({ type: 'danger', message: textOf(problem) });
    }
    setIsLoading(false);
  };

  return (
    <FormSection
      title={t('transfers.result')}
      hint={state === 'cancelled' ? t('transfers.cancelledHint') : undefined}
    >
      <Box>
        <ImportStatePill state={state} />
      </Box>
      {error && (
        <Typography role="alert" textColor="danger600">
          {error}
        </Typography>
      )}
      {state === 'failed' && detail.startedAt > 0 && (
        <Box>
          <Button loading={isLoading} onClick={() => void retry()}>
            {t('transfers.retry')}
          </Button>
        </Box>
      )}
      {(state !== 'failed' || detail.rowsDone > 0) && <Counts counts={counts} />}
      {problems.length > 0 && state !== 'running' && (
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Button
            variant="secondary"
            startIcon={<Download />}
            loading={isLoading}
            onClick={() => void download()}
          >
            {t('transfers.report')}
          </Button>
          <Typography tag="p" variant="pi" textColor="neutral600">
            {t('transfers.reportHint')}
          </Typography>
        </Flex>
      )}
      <ProblemTable problems={problems} />
    </FormSection>
  );
}
