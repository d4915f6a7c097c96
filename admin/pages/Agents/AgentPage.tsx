import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { AgentDetail } from '../../../server/contracts/agents';
import { Failure, Loading } from '../../components/States';
import { permissions } from '../../permissions';
import { useRecord } from '../../services/records';
import { useStructure } from '../../services/structure';
import { AgentForm } from './AgentForm';

export function AgentPage() {
  const { id = '' } = useParams();
  const { allowedActions, isLoading } = useRBAC(permissions.agentEdit);
  const structure = useStructure();
  const agent = useRecord<AgentDetail>('/agents', id);
  const failed = [structure, agent].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <Page.Main>
        <Failure error={failed.error} onRetry={failed.refetch} />
      </Page.Main>
    );
  if (isLoading || !structure.data || agent.data?.id !== id)
    return (
      <Page.Main>
        <Loading />
      </Page.Main>
    );
  return (
    <AgentForm
      key={id}
      agent={agent.data}
      structure={structure.data}
      canEdit={allowedActions.canAgentEdit === true}
      onChanged={agent.replace}
    />
  );
}
