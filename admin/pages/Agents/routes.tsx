import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { AgentPage } from './AgentPage';
import { AgentsPage } from './AgentsPage';
import { NewAgentPage } from './NewAgentPage';

export const agentsRoutes: AreaRoute[] = [
  { path: 'agents', permissions: permissions.agentRead, element: <AgentsPage /> },
  { path: 'agents/new', permissions: permissions.agentEdit, element: <NewAgentPage /> },
  { path: 'agents/:id', permissions: permissions.agentRead, element: <AgentPage /> },
];
