import type { ReactNode } from 'react';
import { styled } from 'styled-components';

const StyledLink = styled.a`
  color: ${({ theme }) => theme.colors.primary600};
  overflow-wrap: anywhere;
`;

/** A link out of the admin panel, in a new tab; readable in the dark theme too. */
export const OutsideLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <StyledLink href={to} target="_blank" rel="noreferrer">
    {children}
  </StyledLink>
);
