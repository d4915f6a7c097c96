import type { ReactNode } from 'react';
import { Box } from '@strapi/design-system';
import { styled } from 'styled-components';

/** A plain table, so that every link in it is a stop of the Tab key. */
const Scroller = styled(Box)`
  overflow-x: auto;
`;

const StyledTable = styled.table`
  width: 100%;
  border-collapse: collapse;
  font-size: 1.4rem;
  color: ${({ theme }) => theme.colors.neutral800};

  th,
  td {
    padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[4]}`};
    text-align: start;
    vertical-align: middle;
  }

  th {
    font-size: 1.1rem;
    font-weight: 600;
    line-height: 1.45;
    text-transform: uppercase;
    white-space: nowrap;
    color: ${({ theme }) => theme.colors.neutral600};
  }

  tbody tr {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }

  &[aria-busy='true'] tbody {
    opacity: 0.6;
  }
`;

/** A row that opens something when clicked anywhere; the link or button inside does it for keyboards. */
export const ClickableRow = styled.tr`
  cursor: pointer;

  &:hover,
  &:focus-within {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

interface Props {
  label: string;
  heads: string[];
  isBusy: boolean;
  children: ReactNode;
}

export function DataTable({ label, heads, isBusy, children }: Props) {
  return (
    <Scroller background="neutral0" hasRadius shadow="tableShadow">
      <StyledTable aria-label={label} aria-busy={isBusy}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </StyledTable>
    </Scroller>
  );
}

/** A click that was meant for the row, not for a link in it or for selecting text. */
export function isRowClick(event: React.MouseEvent): boolean {
  const isOnControl = (event.target as Element).closest('a, button') !== null;
  return !isOnControl && !window.getSelection()?.toString();
}
