import * as z from 'zod/mini';
import { id, LANGUAGE, line, recordQuery } from './lists';

/** Bytes. */
export const PICTURE_SIZE = 1024 * 1024;

const language = z._default(
  z.union([z.string().check(z.regex(LANGUAGE, 'Choose a language.')), z.literal('')]),
  '',
);

export const newAgent = z.object({
  /** Public id of an admin user without an agent. */
  adminUser: z
    .string('Choose an admin user.')
    .check(z.minLength(1, 'Choose an admin user.'), z.maxLength(64)),
});
export type NewAgent = z.infer<typeof newAgent>;

export const agentInput = z.object({
  publicName: line('Enter the name that customers read.'),
  language,
});
export type AgentInput = z.infer<typeof agentInput>;

/** Who takes the open tickets of an agent who leaves; null is nobody. */
export const agentLeaving = z.object({ to: z.nullable(id) });
export type AgentLeaving = z.infer<typeof agentLeaving>;

export const agentQuery = z.extend(recordQuery, {
  state: z._default(z.enum(['working', 'left', 'all']), 'working'),
});
export type AgentQuery = z.infer<typeof agentQuery>;

interface Named {
  id: string;
  name: string;
}

export interface AgentRow extends Named {
  publicName: string;
  email: string;
  inboxes: Named[];
  openTickets: { value: number; more: boolean };
  /** Epoch ms; 0 while working. */
  leftAt: number;
}

export interface AgentDetail extends AgentRow {
  language: string;
  /** Changes with the picture; '' when there is none. */
  picture: string;
  /** False when the admin user was deleted. */
  hasAdminUser: boolean;
}

export interface AdminUserChoice extends Named {
  email: string;
}

/** What creating the support roles would do with one of them. */
export interface SupportRolePlan {
  name: string;
  description: string;
  exists: boolean;
  /** Actions that it gets, and those it has beside, which stay. */
  missing: string[];
  extra: string[];
  /** Everything that it is meant to have. */
  actions: string[];
}
