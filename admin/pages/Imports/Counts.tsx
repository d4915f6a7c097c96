import { Box, Flex, Typography } from '@strapi/design-system';
import type { ImportCounts } from '../../../server/contracts/transfers';
import { useWords } from '../../useWords';

const KEYS = ['made', 'changed', 'skipped', 'refused', 'noted'] as const;

export function Counts({ counts }: { counts: ImportCounts }) {
  const t = useWords();
  return (
    <Flex tag="dl" gap={6} wrap="wrap">
      {KEYS.map((key) => (
        <Box key={key}>
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {t(`transfers.count.${key}`)}
          </Typography>
          <Typography tag="dd" variant="beta">
            {t('transfers.number', { count: counts[key] })}
          </Typography>
        </Box>
      ))}
    </Flex>
  );
}
