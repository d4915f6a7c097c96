import { Box, Button, Typography } from '@strapi/design-system';
import { CursorLinks } from '../../components/CursorLinks';
import { DataTable } from '../../components/DataTable';
import { Empty, Failure, Loading } from '../../components/States';
import { useTicketPage } from '../../services/tickets';
import { useWords } from '../../useWords';
import { TicketRow } from './TicketRow';
import type { ListAddress } from './useListAddress';

export function TicketList({ address }: { address: ListAddress }) {
  const t = useWords();
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
    return t(count.more ? 'list.countMore' : 'list.count', { count: count.value });
  }

  function rows() {
    if (!data) return null;
    if (data.rows.length === 0) return <NoTickets address={address} />;
    const heads = [
      t('field.number'),
      t('field.subject'),
      t('field.status'),
      t('field.priority'),
      t('field.assignee'),
      t(address.query.sort === 'opened' ? 'field.opened' : 'field.lastActivity'),
    ];
    return (
      <>
        <DataTable label={t('list.tickets')} heads={heads} isBusy={isLoading}>
          {data.rows.map((row) => (
            <TicketRow key={row.id} ticket={row} sort={address.query.sort} />
          ))}
        </DataTable>
        <CursorLinks nextCursor={data.nextCursor} />
      </>
    );
  }
}

function NoTickets({ address }: { address: ListAddress }) {
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
