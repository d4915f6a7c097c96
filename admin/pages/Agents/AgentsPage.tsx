import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Button, Flex } from '@strapi/design-system';
import type { AgentRow } from '../../../server/contracts/agents';
import { Choice } from '../../components/Choice';
import { Pill } from '../../components/Pill';
import { RecordListPage, type Column } from '../../components/RecordListPage';
import { permissions } from '../../permissions';
import { paths } from '../../plugin';
import { useRecords } from '../../services/records';
import { useListAddress } from '../../services/useListAddress';
import { useWords } from '../../useWords';
import { SupportRolesDialog } from './SupportRolesDialog';

const DEFAULTS = { q: '', sort: 'name', state: 'working' };
const NEEDED = [...permissions.agentEdit, ...permissions.supportRoleCreate];

/** Who answers customers, where, and how much waits for each. */
export function AgentsPage() {
  const t = useWords();
  const { allowedActions } = useRBAC(NEEDED);
  const address = useListAddress(DEFAULTS);
  const page = useRecords<AgentRow>('/agents', address.query, address.cursor);
  const [isAsking, setIsAsking] = useState(false);

  const columns: Column<AgentRow>[] = [
    { label: t('inboxes.name'), sort: 'name', cell: ({ name }) => name },
    {
      label: t('inboxes.publicName'),
      sort: 'publicName',
      cell: ({ publicName }) => <span dir="auto">{publicName}</span>,
    },
    { label: t('inboxes.email'), sort: 'email', cell: ({ email }) => email },
    {
      label: t('nav.inboxes'),
      cell: ({ inboxes }) => inboxes.map(({ name }) => name).join(', ') || '–',
    },
    {
      label: t('inboxes.assigned'),
      cell: ({ openTickets: { value, more } }) => (more ? '1,000+' : value),
    },
    {
      label: t('inboxes.state'),
      cell: ({ leftAt }) => (
        <Pill variant={leftAt > 0 ? 'secondary' : 'success'}>
          {t(leftAt > 0 ? 'inboxes.state.left' : 'inboxes.state.working')}
        </Pill>
      ),
    },
  ];

  return (
    <>
      <RecordListPage
        title={t('nav.agents')}
        subtitle={t('inboxes.agentsSubtitle')}
        label={t('nav.agents')}
        create={
          allowedActions.canAgentEdit
            ? { to: `${paths.agents}/new`, label: t('inboxes.agentCreate') }
            : undefined
        }
        actions={
          allowedActions.canSupportRoleCreate && (
            <Button variant="secondary" onClick={() => setIsAsking(true)}>
              {t('inboxes.roles')}
            </Button>
          )
        }
        filters={
          <Flex>
            <Choice
              label={t('inboxes.state')}
              value={address.query.state || 'working'}
              options={[
                { value: 'working', label: t('inboxes.state.working') },
                { value: 'left', label: t('inboxes.state.left') },
                { value: 'all', label: t('inboxes.state.all') },
              ]}
              onChange={(state) => address.change({ state })}
            />
          </Flex>
        }
        address={address}
        page={page}
        columns={columns}
        rowTo={({ id }) => paths.agent(id)}
        none={t('inboxes.agentsNone')}
      />
      {isAsking && <SupportRolesDialog onClose={() => setIsAsking(false)} />}
    </>
  );
}
