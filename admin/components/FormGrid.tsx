import type { ReactNode } from 'react';
import { Grid } from '@strapi/design-system';

/** Fields of a section in two columns, one below the other on a phone. */
export const FormGrid = ({ children }: { children: ReactNode }) => (
  <Grid.Root gap={5}>{children}</Grid.Root>
);

export const FormCell = ({ children }: { children: ReactNode }) => (
  <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
    {children}
  </Grid.Item>
);
