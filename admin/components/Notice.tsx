import type { ReactNode } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';

const ICONS = {
  primary: Information,
  success: CheckCircle,
  warning: WarningCircle,
  danger: WarningCircle,
} as const;

interface Props {
  kind: keyof typeof ICONS;
  title?: string;
  /** Said at once by screen readers: for what an action brought about. */
  isNews?: boolean;
  children?: ReactNode;
}

/** A box that stands out: what to know, or to do, before going on. */
export function Notice({ kind, title, isNews, children }: Props) {
  const Icon = ICONS[kind];
  return (
    <Box
      role={isNews ? 'status' : undefined}
      background={`${kind}100`}
      borderColor={`${kind}200`}
      hasRadius
      padding={4}
    >
      <Flex gap={3} alignItems="flex-start">
        <Box paddingTop={1} color={`${kind}600`} aria-hidden>
          <Icon fill="currentColor" />
        </Box>
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1" minWidth="0">
          {title && (
            <Typography fontWeight="bold" textColor="neutral800">
              {title}
            </Typography>
          )}
          {typeof children === 'string' ? (
            <Typography textColor="neutral800">{children}</Typography>
          ) : (
            children
          )}
        </Flex>
      </Flex>
    </Box>
  );
}
