import { Box } from '@strapi/design-system';
import { styled } from 'styled-components';

/** Fields beside each other where there is room, one below the other where there is none. */
export const FieldRow = styled(Box)`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr));
  align-items: start;
  gap: ${({ theme }) => theme.spaces[4]};
`;
