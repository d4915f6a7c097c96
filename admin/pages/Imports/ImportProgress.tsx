import { Flex, ProgressBar, Typography } from '@strapi/design-system';
import type { ImportDetail } from '../../../server/contracts/transfers';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';

export function ImportProgress({ detail }: { detail: ImportDetail }) {
  const t = useWords();
  const { rowsDone, rowCount, state } = detail;
  const said = rowCount > 0 ? t('transfers.progress', { done: rowsDone, count: rowCount }) : '';
  return (
    <FormSection title={t(`transfers.state.${state}`)} hint={t('transfers.mayLeave')}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <ProgressBar
          aria-label={said || t(`transfers.state.${state}`)}
          value={rowCount > 0 ? Math.round((100 * rowsDone) / rowCount) : 0}
        />
        <Typography role="status" variant="pi" textColor="neutral600">
          {said}
        </Typography>
      </Flex>
    </FormSection>
  );
}
