import type { ReactNode } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, Duplicate, WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { HealthCheck } from '../../../server/contracts/health';
import { useWords, type Word } from '../../useWords';

const LOOKS = {
  good: { Icon: CheckCircle, color: 'success600' },
  warning: { Icon: WarningCircle, color: 'warning600' },
  bad: { Icon: CrossCircle, color: 'danger600' },
} as const;

const Lines = styled.pre`
  margin: 0;
  padding: ${({ theme }) => theme.spaces[3]};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  font-family: ui-monospace, monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.5;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
`;

/** One thing that the portal stands on, in words, with the lines to paste where it is wrong. */
export function HealthCard({ check, children }: { check: HealthCheck; children?: ReactNode }) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const { Icon, color } = LOOKS[check.state];
  const name = t(`health.${check.name}`);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(check.fix);
      toggleNotification({ type: 'success', message: t('health.copied') });
    } catch {
      // Without https browsers copy nothing by themselves: the lines can be selected.
      toggleNotification({ type: 'warning', message: t('health.notCopied') });
    }
  }

  return (
    <Box tag="li" background="neutral0" hasRadius shadow="tableShadow" padding={5}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Flex gap={3} alignItems="flex-start">
          <Box paddingTop={1} flex="none">
            <Icon fill={color} width="2rem" height="2rem" aria-hidden />
          </Box>
          <Flex direction="column" alignItems="flex-start" gap={1}>
            <Flex gap={2} alignItems="baseline" wrap="wrap">
              <Typography tag="h2" variant="delta">
                {name}
              </Typography>
              <Typography variant="pi" textColor="neutral700" fontWeight="semiBold">
                {t(`health.state.${check.state}`)}
              </Typography>
            </Flex>
            <Typography textColor="neutral700" style={{ overflowWrap: 'anywhere' }}>
              {/* Codes are the server's; a test sees that each has its words. */}
              {t(`health.${check.name}.${check.code}` as Word, { detail: check.detail })}
            </Typography>
          </Flex>
        </Flex>
        {check.fix !== '' && (
          <Flex direction="column" alignItems="stretch" gap={2}>
            <Lines dir="ltr" aria-label={t('health.fixOf', { name })}>
              {check.fix}
            </Lines>
            <div>
              <Button variant="tertiary" startIcon={<Duplicate />} onClick={() => void copy()}>
                {t('health.copy')}
              </Button>
            </div>
          </Flex>
        )}
        {children}
      </Flex>
    </Box>
  );
}
