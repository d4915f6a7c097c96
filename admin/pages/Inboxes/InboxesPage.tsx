import { useRBAC } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import type { InboxRow } from '../../../server/contracts/inboxes';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { InboxIcon } from './InboxIcon';
import { OpenPill } from './OpenPill';

const DEFAULTS = { q: '', sort: 'name' };

/** Every inbox, where its tickets belong and how many wait. */
export function InboxesPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.inboxEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<InboxRow>('/inboxes', address.query, address.cursor);

  const columns: Column<InboxRow>[] = [
    {
      label: t('inboxes.name'),
      sort: 'name',
      cell: ({ icon, name }) => (
        <Flex tag="span" gap={2} display="inline-flex">
          <InboxIcon icon={icon} />
          {name}
        </Flex>
      ),
    },
    { label: t('inboxes.address'), cell: ({ address: mail }) => mail || '–' },
    {
      label: t('inboxes.portal'),
      sort: 'portal',
      cell: ({ portal }) => (portal ? <span dir="auto">{portal.name}</span> : '–'),
    },
    { label: t('inboxes.pipeline'), sort: 'pipeline', cell: ({ pipeline }) => pipeline.name },
    {
      label: t('inboxes.openTickets'),
      sort: 'tickets',
      cell: ({ openTickets: { value, more } }) => (more ? '1,000+' : value),
    },
    { label: t('inboxes.hours'), cell: ({ open }) => (open ? <OpenPill open={open} /> : '–') },
  ];

  return (
    <RecordListPage
      title={t('nav.inboxes')}
      subtitle={t('inboxes.subtitle')}
      label={t('nav.inboxes')}
      create={
        allowedActions.canInboxEdit
          ? { to: `${paths.inboxes}/new`, label: t('inboxes.create') }
          : undefined
      }
      address={address}
      page={page}
      columns={columns}
      rowTo={({ id }) => paths.inbox(id)}
      none={t('inboxes.none')}
    />
  );
}
