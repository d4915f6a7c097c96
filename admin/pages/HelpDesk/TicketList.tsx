import { Box, Button, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { sortedBy } from '../../../server/rules/property-filters';
import { wordIn } from '../../../server/rules/property-values';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Empty, Failure, Loading } from '../../components/States';
import { useTicketPage } from '../../services/tickets';
import { useWords } from '../../useWords';
import { TicketRow } from './TicketRow';
import type { ListAddress } from './useListAddress';

interface Props {
  address: ListAddress;
  /** Of tickets. */
  properties: PropertyDefinition[];
}

export function TicketList({ address, properties }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const { sort } = address.query;
  const sorted = properties.find(({ key }) => key === sortedBy(sort)?.key);
  const sortLabel = sorted && wordIn(sorted.labels, locale, sorted.key);
  const { data, error, isLoading, refetch } = useTicketPage({
    ...address.query,
    cursor: address.cursor,
  });

  if (error && !isLoading) return <Failure error={error} onRetry={refetch} />;

  return (
    <>
      <Box paddingBottom={3} minHeight="2.4rem">
        <Typography tag="p" variant="pi" textColor="neutral600" role="status">
          {data && !isLoading ? countText() : ''}
        </Typography>
      </Box>
      {data ? rows() : <Loading />}
    </>
  );

  function countText() {
    const count = data?.count;
    if (!count) return '';
    return [
      t(count.more ? 'list.countMore' : 'list.count', { count: count.value }),
      sortLabel && t('list.withValue', { label: sortLabel }),
      data.isCut && t('list.cut'),
    ]
      .filter(Boolean)
      .join(' · ');
  }

  function rows() {
    if (!data) return null;
    if (data.rows.length === 0) return <NoTickets address={address} sortLabel={sortLabel} />;
    const heads = [
      t('field.number'),
      t('field.subject'),
      t('field.status'),
      t('field.priority'),
      t('field.assignee'),
      sortLabel ?? t(sort === 'opened' ? 'field.opened' : 'field.lastActivity'),
    ];
    return (
      <>
        <DataTable label={t('list.tickets')} heads={heads} isBusy={isLoading}>
          {data.rows.map((row) => (
            <TicketRow key={row.id} ticket={row} sort={sort} sortedBy={sorted} />
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
      </>
    );
  }
}

interface NoTicketsProps {
  address: ListAddress;
  /** Of the property that the list is sorted by. */
  sortLabel: string | undefined;
}

function NoTickets({ address, sortLabel }: NoTicketsProps) {
  const t = useWords();
  if (address.isNarrowed) {
    return (
      <Empty
        content={t('list.noMatch')}
        action={
          <Button variant="secondary" onClick={address.clear}>
            {t('filter.clear')}
          </Button>
        }
      />
    );
  }
  if (sortLabel !== undefined) {
    return (
      <Empty
        content={t('list.noneWithValue', { label: sortLabel })}
        action={
          <Button variant="secondary" onClick={() => address.change({ sort: '' })}>
            {t('list.sortUsually')}
          </Button>
        }
      />
    );
  }
  if (address.query.state === 'all') return <Empty content={t('list.none')} />;
  return (
    <Empty
      content={t(address.query.state === 'closed' ? 'list.noneClosed' : 'list.noneOpen')}
      action={
        <Button variant="secondary" onClick={() => address.change({ state: 'all' })}>
          {t('list.showAll')}
        </Button>
      }
    />
  );
}
