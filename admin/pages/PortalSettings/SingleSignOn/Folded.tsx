import type { ReactNode } from 'react';
import { styled } from 'styled-components';

const Details = styled.details`
  max-width: 100%;

  summary {
    font-size: 1.4rem;
    color: ${({ theme }) => theme.colors.neutral800};
    cursor: pointer;
  }
`;

/** Something for those who want to know: shown when it is asked for. */
export const Folded = ({ title, children }: { title: string; children: ReactNode }) => (
  <Details>
    <summary>{title}</summary>
    {children}
  </Details>
);
