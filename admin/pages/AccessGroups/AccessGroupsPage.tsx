import { useRBAC } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import type { AccessGroupRow } from '../../../server/contracts/access-groups';
import { Choice } from '../../components/Choice';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';

const DEFAULTS = { q: '', sort: 'name', kind: '' };

/** Every access group: who is in it, and which portals it opens. */
export function AccessGroupsPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.accessGroupEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<AccessGroupRow>('/access-groups', address.query, address.cursor);

  const columns: Column<AccessGroupRow>[] = [
    {
      label: t('accessGroups.name'),
      sort: 'name',
      cell: ({ name }) => name,
    },
    {
      label: t('accessGroups.kind'),
      sort: 'kind',
      cell: ({ kind }) => t(`accessGroups.kind.${kind}`),
    },
    {
      label: t('accessGroups.members'),
      cell: ({ members }) =>
        t(members.more ? 'accessGroups.membersMore' : 'accessGroups.membersCount', {
          count: members.value,
        }),
    },
    {
      label: t('accessGroups.usedBy'),
      cell: ({ portals }) =>
        portals.length > 0 ? (
          <span dir="auto">{portals.map(({ name }) => name).join(', ')}</span>
        ) : (
          <Typography textColor="neutral600">{t('accessGroups.noPortal')}</Typography>
        ),
    },
  ];

  return (
    <RecordListPage
      title={t('nav.accessGroups')}
      subtitle={t('accessGroups.subtitle')}
      label={t('nav.accessGroups')}
      create={
        allowedActions.canAccessGroupEdit
          ? { to: `${paths.accessGroups}/new`, label: t('accessGroups.create') }
          : undefined
      }
      filters={
        <Flex>
          <Choice
            label={t('accessGroups.kind')}
            value={address.query.kind || 'all'}
            options={[
              { value: 'all', label: t('accessGroups.kind.all') },
              { value: 'static', label: t('accessGroups.kind.static') },
              { value: 'dynamic', label: t('accessGroups.kind.dynamic') },
            ]}
            onChange={(kind) => address.change({ kind: kind === 'all' ? '' : kind })}
          />
        </Flex>
      }
      address={address}
      page={page}
      columns={columns}
      rowTo={({ id }) => `${paths.accessGroups}/${id}`}
      none={t('accessGroups.none')}
    />
  );
}
