/** An agent as the rules see one: what RBAC grants, by the last segment of the action. */
export interface AgentActor {
  kind: 'agent';
  agentKey: number;
  agentId: string;
  name: string;
  can: ReadonlySet<string>;
}

/** Whoever changes set-up: an admin user, agent or not, or a command of the server. Fits as the actor of an activity. */
export interface AdminActor {
  kind: 'agent' | 'system';
  /** documentId of the admin user; '' for a command. */
  id: string;
  name: string;
  can: ReadonlySet<string>;
}
