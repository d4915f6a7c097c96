import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { css, styled } from 'styled-components';

/** Readable in the dark theme too, where a browser's own blue is not. */
const look = css`
  color: ${({ theme }) => theme.colors.primary600};
  overflow-wrap: anywhere;
`;

const StyledLink = styled(Link)`
  ${look}
`;

const StyledAddress = styled.a`
  ${look}
`;

/** A link to another record within text or a table. */
export const RecordLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <StyledLink to={to}>{children}</StyledLink>
);

/** The address of a public page, which opens beside the admin panel. */
export const PublicAddress = ({ url }: { url: string }) => (
  <StyledAddress href={url} target="_blank" rel="noreferrer">
    {url}
  </StyledAddress>
);
