import type { ReactNode } from 'react';
import { Box, VisuallyHidden } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
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

export interface Head {
  label: string;
  /** What the list is sorted by when this head is pressed; without it the column cannot be sorted. */
  sort?: string;
  /** Spoken, not shown: for a column of buttons. */
  isHidden?: boolean;
  /** In the place of the label: for a tick that chooses every row. */
  content?: ReactNode;
}

interface Props {
  label: string;
  heads: (string | Head)[];
  /** The column the list is sorted by, with `-` before it for descending. */
  sort?: string;
  onSort?: (sort: string) => void;
  isBusy: boolean;
  /** No link or button inside: then the table itself takes the focus, so that a keyboard can scroll it sideways. */
  isTextOnly?: boolean;
  children: ReactNode;
}

const SortButton = styled.button`
  display: inline-flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  padding: 0;
  border: 0;
  background: none;
  font: inherit;
  color: inherit;
  text-transform: inherit;
  cursor: pointer;

  &:hover {
    color: ${({ theme }) => theme.colors.primary600};
  }
`;

export function DataTable({ label, heads, sort, onSort, isBusy, isTextOnly, children }: Props) {
  const focusable = isTextOnly ? { tabIndex: 0, role: 'region', 'aria-label': label } : {};
  return (
    <Scroller background="neutral0" hasRadius shadow="tableShadow" {...focusable}>
      <StyledTable aria-label={label} aria-busy={isBusy}>
        <thead>
          <tr>
            {heads.map((head) => (
              <HeadCell
                key={typeof head === 'string' ? head : head.label}
                head={typeof head === 'string' ? { label: head } : head}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </StyledTable>
    </Scroller>
  );
}

function HeadCell({ head, sort, onSort }: { head: Head } & Pick<Props, 'sort' | 'onSort'>) {
  if (head.content) return <th scope="col">{head.content}</th>;
  if (head.isHidden)
    return (
      <th scope="col">
        <VisuallyHidden>{head.label}</VisuallyHidden>
      </th>
    );
  if (!head.sort || !onSort) return <th scope="col">{head.label}</th>;
  const isUp = sort === head.sort;
  const isDown = sort === `-${head.sort}`;
  return (
    <th scope="col" aria-sort={isUp ? 'ascending' : isDown ? 'descending' : 'none'}>
      <SortButton type="button" onClick={() => onSort(isUp ? `-${head.sort}` : String(head.sort))}>
        {head.label}
        {isUp && <CaretUp aria-hidden width="0.9rem" />}
        {isDown && <CaretDown aria-hidden width="0.9rem" />}
      </SortButton>
    </th>
  );
}

/** A click that was meant for the row, not for a link in it or for selecting text. */
export function isRowClick(event: React.MouseEvent): boolean {
  const isOnControl = (event.target as Element).closest('a, button, input, label') !== null;
  return !isOnControl && !window.getSelection()?.toString();
}
