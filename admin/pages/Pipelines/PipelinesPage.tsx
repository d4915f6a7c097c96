import { useRBAC } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import type { PipelineRow } from '../../../server/contracts/pipelines';
import { Pill } from '../../components/Pill';
import { RecordListPage } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';

const DEFAULTS = { q: '', sort: 'name' };

export function PipelinesPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.pipelineEdit);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<PipelineRow>('/pipelines', address.query, address.cursor);
  return (
    <RecordListPage
      title={t('pipelines.title')}
      subtitle={t('pipelines.subtitle')}
      label={t('pipelines.title')}
      searchHint={t('pipelines.searchHint')}
      none={t('pipelines.none')}
      create={
        allowedActions.canPipelineEdit
          ? { to: paths.pipeline('new'), label: t('pipelines.new') }
          : undefined
      }
      address={address}
      page={page}
      rowTo={({ id }) => paths.pipeline(id)}
      columns={[
        { label: t('pipelines.name'), sort: 'name', cell: ({ name }) => name },
        {
          label: t('pipelines.statuses'),
          cell: ({ statuses }) => (
            <Flex gap={2} wrap="wrap" minWidth="20rem">
              {statuses.map(({ id, name, color }) => (
                <Pill key={id} variant={color}>
                  {name}
                </Pill>
              ))}
            </Flex>
          ),
        },
        {
          label: t('pipelines.inboxes'),
          cell: ({ inboxes }) => inboxes.map(({ name }) => name).join(', ') || t('form.none'),
        },
        {
          label: t('pipelines.openTickets'),
          sort: 'tickets',
          cell: ({ openTickets: { value, more } }) =>
            t(more ? 'pipelines.numberMore' : 'pipelines.number', { count: value }),
        },
      ]}
    />
  );
}
