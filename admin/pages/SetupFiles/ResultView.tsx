import { useEffect, useRef } from 'react';
import { Box, Button, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { SetupResult } from '../../../server/contracts/setup-files';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { useSaying } from './useSaying';

/** What was applied, and where it stopped. */
export function ResultView({ result, onAgain }: { result: SetupResult; onAgain: () => void }) {
  const t = useWords();
  const saying = useSaying();
  const { applied, failed, left } = result;
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => summary.current?.focus(), [result]);
  return (
    <FormSection title={t('setupFiles.result')}>
      <Box ref={summary} role={failed ? 'alert' : 'status'} tabIndex={-1}>
        <Typography tag="p" fontWeight="semiBold" textColor={failed ? 'danger600' : 'neutral800'}>
          {failed
            ? t('setupFiles.failed', { name: saying.item(failed), message: failed.message })
            : t('setupFiles.done', { count: applied.length })}
        </Typography>
        {failed && <Typography tag="p">{t('setupFiles.failedHint')}</Typography>}
      </Box>
      <Items title={t('setupFiles.applied')} items={applied} />
      <Items title={t('setupFiles.left')} items={left} />
      <div>
        <Button variant="tertiary" startIcon={<ArrowClockwise />} onClick={onAgain}>
          {t('setupFiles.again')}
        </Button>
      </div>
    </FormSection>
  );
}

function Items({ title, items }: { title: string; items: SetupResult['applied'] }) {
  const saying = useSaying();
  if (items.length === 0) return null;
  return (
    <Box>
      <Typography tag="h3" variant="omega" fontWeight="bold">
        {title}
      </Typography>
      <ul>
        {items.map((item) => (
          <Typography
            key={`${item.part} ${item.name} ${item.orderOf ?? ''}`}
            tag="li"
            style={{ overflowWrap: 'anywhere' }}
          >
            {saying.part(item.part)}: {saying.item(item)}
          </Typography>
        ))}
      </ul>
    </Box>
  );
}
