import type { ReactNode } from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Button, Checkbox, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { RecordPage } from '../../server/contracts/lists';
import type { ListAddress } from '../services/useListAddress';
import type { Reading } from '../services/useRead';
import { useWords } from '../useWords';
import { BackLink } from './BackLink';
import { CursorLinks } from './CursorLinks';
import { ClickableRow, DataTable, isRowClick, type Head } from './DataTable';
import { SearchField } from './SearchField';
import { Empty, Failure, Loading } from './States';

export interface Column<Row> {
  label: string;
  /** As the server names the sort. */
  sort?: string;
  /** Spoken, not shown: for a column of buttons. */
  isHidden?: boolean;
  cell: (row: Row) => ReactNode;
}

/** Rows that were ticked, over pages; `labelOf` names the tick of one row. */
export interface Selection<Row> {
  selected: ReadonlyMap<string, Row>;
  label: string;
  labelOf: (row: Row) => string;
  onChange: (selected: ReadonlyMap<string, Row>) => void;
}

interface Props<Row> {
  title: string;
  subtitle: string;
  /** For a list that stands below another page. */
  back?: { to: string; label: string };
  /** Of the table, for screen readers. */
  label: string;
  searchHint?: string;
  /** The button of a new record; without it none is shown. */
  create?: { to: string; label: string };
  /** Beside the button of a new record. */
  actions?: ReactNode;
  /** Behind the search. */
  filters?: ReactNode;
  /** Above the table. */
  notice?: ReactNode;
  address: ListAddress;
  page: Reading<RecordPage<Row>>;
  columns: Column<Row>[];
  /** The first column links there; its text names the record. */
  rowTo?: (row: Row) => string;
  /** Before each row a tick; without it rows cannot be chosen. */
  selection?: Selection<Row> | undefined;
  /** Said when there is nothing at all, with what to do about it. */
  none: string;
  /** The way to do it, where it is not the button of a new record. */
  noneAction?: ReactNode;
}

/** Counts are exact up to here. */
const COUNTED = 1000;

const NameLink = styled(Link)`
  color: ${({ theme }) => theme.colors.neutral800};
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-decoration: none;
  overflow-wrap: anywhere;

  &:hover,
  &:focus-visible {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;

/** Wide enough for words where the table is wider than the screen. */
const NameCell = styled.td`
  min-width: 15rem;
`;

/** A list of records as every area shows it: search, filters, sort and pages in the address, and what to do when empty. */
export function RecordListPage<Row extends { id: string }>(props: Props<Row>) {
  const { title, subtitle, create, actions, filters, notice, address, page, selection } = props;
  const t = useWords();
  const { data, error, isLoading, refetch } = page;
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        id="main-content-title"
        title={title}
        subtitle={subtitle}
        navigationAction={props.back && <BackLink {...props.back} />}
        primaryAction={create && <CreateLink {...create} />}
        secondaryAction={actions}
      />
      <Layouts.Action
        startActions={
          <>
            <SearchField
              label={t('records.search')}
              placeholder={props.searchHint ?? t('records.searchHint')}
              value={address.query.q}
              onSearch={(q) => address.change({ q })}
            />
            {filters}
            {address.isNarrowed && (
              <Button variant="ghost" onClick={address.clear}>
                {t('records.clear')}
              </Button>
            )}
          </>
        }
      />
      <Layouts.Content>
        {notice}
        {error && !isLoading ? <Failure error={error} onRetry={refetch} /> : content()}
      </Layouts.Content>
    </Page.Main>
  );

  function content() {
    if (!data) return <Loading />;
    if (data.rows.length === 0 && !address.cursor && !data.isCut) {
      if (!address.isNarrowed)
        return (
          <Empty
            content={props.none}
            action={props.noneAction ?? (create && <CreateLink {...create} />)}
          />
        );
      return (
        <Empty
          content={t('records.noMatch')}
          action={
            <Button variant="secondary" onClick={address.clear}>
              {t('records.clear')}
            </Button>
          }
        />
      );
    }
    return (
      <>
        <Box paddingBottom={3} minHeight="2.4rem">
          <Typography tag="p" variant="pi" textColor="neutral600" role="status">
            {isLoading ? '' : countOf(data, t)}
          </Typography>
        </Box>
        <DataTable
          label={props.label}
          heads={selection ? [allOf(data.rows, selection), ...props.columns] : props.columns}
          sort={address.query.sort}
          onSort={(sort) => address.change({ sort })}
          isBusy={isLoading}
        >
          {data.rows.map((row) => (
            <RecordRow
              key={row.id}
              row={row}
              columns={props.columns}
              to={props.rowTo?.(row)}
              tick={selection && <RowTick row={row} selection={selection} />}
            />
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
      </>
    );
  }
}

/** How many there are, or that not all were looked at. */
function countOf({ count, isCut }: RecordPage<unknown>, t: ReturnType<typeof useWords>): string {
  const { value, more } = count;
  const isLeast = more && value < COUNTED;
  const key = isLeast ? 'records.countLeast' : more ? 'records.countMore' : 'records.count';
  return [(value > 0 || !isLeast) && t(key, { count: value }), isCut && t('records.cut')]
    .filter(Boolean)
    .join(' · ');
}

function CreateLink({ to, label }: { to: string; label: string }) {
  return (
    <LinkButton tag={Link} to={to} startIcon={<Plus />}>
      {label}
    </LinkButton>
  );
}

/** The head of the ticks: chooses every row of the page, or none of them. */
function allOf<Row extends { id: string }>(
  rows: Row[],
  { selected, label, onChange }: Selection<Row>,
): Head {
  const chosen = rows.filter(({ id }) => selected.has(id)).length;
  const isEvery = chosen === rows.length;
  const toggle = () => {
    const next = new Map(selected);
    for (const row of rows) {
      if (isEvery) next.delete(row.id);
      else next.set(row.id, row);
    }
    onChange(next);
  };
  return {
    label,
    content: (
      <Checkbox
        aria-label={label}
        checked={isEvery || (chosen > 0 && 'indeterminate')}
        onCheckedChange={toggle}
      />
    ),
  };
}

function RowTick<Row extends { id: string }>({
  row,
  selection: { selected, labelOf, onChange },
}: {
  row: Row;
  selection: Selection<Row>;
}) {
  const toggle = () => {
    const next = new Map(selected);
    if (!next.delete(row.id)) next.set(row.id, row);
    onChange(next);
  };
  return (
    <td>
      <Checkbox aria-label={labelOf(row)} checked={selected.has(row.id)} onCheckedChange={toggle} />
    </td>
  );
}

interface RecordRowProps<Row> {
  row: Row;
  columns: Column<Row>[];
  to?: string | undefined;
  tick?: ReactNode;
}

function RecordRow<Row>({ row, columns, to, tick }: RecordRowProps<Row>) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const state = { listSearch: search };
  const cells = columns.map(({ label, cell }, index) =>
    index === 0 && to !== undefined ? (
      <NameCell key={label}>
        <NameLink to={to} state={state} dir="auto">
          {cell(row)}
        </NameLink>
      </NameCell>
    ) : (
      <td key={label}>{cell(row)}</td>
    ),
  );
  if (to === undefined)
    return (
      <tr>
        {tick}
        {cells}
      </tr>
    );
  return (
    <ClickableRow onClick={(event) => isRowClick(event) && navigate(to, { state })}>
      {tick}
      {cells}
    </ClickableRow>
  );
}
