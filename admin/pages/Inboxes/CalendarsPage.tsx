import { useRBAC } from '@strapi/strapi/admin';
import type { CalendarRow } from '../../../server/contracts/calendars';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { OpenPill } from './OpenPill';

const DEFAULTS = { q: '', sort: 'name' };

/** When teams work, and which inboxes go by it. */
export function CalendarsPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.inboxEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<CalendarRow>('/calendars', address.query, address.cursor);
  const columns: Column<CalendarRow>[] = [
    { label: t('inboxes.name'), sort: 'name', cell: ({ name }) => name },
    { label: t('inboxes.timeZone'), sort: 'timeZone', cell: ({ timeZone }) => timeZone },
    { label: t('inboxes.now'), cell: ({ open }) => <OpenPill open={open} /> },
    {
      label: t('inboxes.usedBy'),
      cell: ({ inboxes }) => inboxes.map(({ name }) => name).join(', ') || '–',
    },
  ];
  return (
    <RecordListPage
      title={t('nav.calendars')}
      subtitle={t('inboxes.calendarsSubtitle')}
      label={t('nav.calendars')}
      create={
        allowedActions.canInboxEdit
          ? { to: `${paths.calendars}/new`, label: t('inboxes.calendarCreate') }
          : undefined
      }
      address={address}
      page={page}
      columns={columns}
      rowTo={({ id }) => paths.calendar(id)}
      none={t('inboxes.calendarsNone')}
    />
  );
}
