import type { ReactNode } from 'react';
import { Box, Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { useErrorText } from '../services/errors';
import { useWords } from '../useWords';

export function Loading() {
  const t = useWords();
  return (
    <Flex justifyContent="center" padding={10}>
      <Loader>{t('state.loading')}</Loader>
    </Flex>
  );
}

export function Empty({ content, action }: { content: string; action?: ReactNode }) {
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={content}
      action={action}
      hasRadius
    />
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useWords();
  const textOf = useErrorText();
  return (
    <Box role="alert">
      <EmptyStateLayout
        icon={<WarningCircle width="4.8rem" height="4.8rem" />}
        content={t('state.failed', { reason: textOf(error) })}
        action={
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {t('state.retry')}
          </Button>
        }
        hasRadius
      />
    </Box>
  );
}
