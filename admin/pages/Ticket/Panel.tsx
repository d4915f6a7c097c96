import type { ReactNode } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

/** A box of the right column. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box tag="section" aria-label={title} background="neutral0" hasRadius shadow="tableShadow">
      <Flex direction="column" alignItems="stretch" gap={4} padding={5}>
        <Typography tag="h2" variant="delta" textColor="neutral800">
          {title}
        </Typography>
        {children}
      </Flex>
    </Box>
  );
}
