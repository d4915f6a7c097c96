import type { ReactNode } from 'react';
import { Box, Flex, Status, type StatusVariant, Typography } from '@strapi/design-system';

/** A state as a word; the colour only repeats it. */
export function Pill({ variant, children }: { variant: StatusVariant; children: ReactNode }) {
  return (
    <Status variant={variant} size="S" display="inline-block">
      <Flex tag="span" gap={2} display="inline-flex">
        <Box
          tag="span"
          aria-hidden
          background={`${variant}600`}
          width="0.8rem"
          height="0.8rem"
          borderRadius="50%"
          shrink={0}
        />
        <Typography variant="pi" fontWeight="semiBold" textColor="neutral800">
          {children}
        </Typography>
      </Flex>
    </Status>
  );
}
