import type { Context } from 'koa';
import { grantedActions } from '../permissions';
import type { AdminActor } from '../services/types';

interface AdminUser {
  documentId?: string;
  firstname?: string | null;
  lastname?: string | null;
  email: string;
}

/** The admin user behind a request, who need not be an agent. */
export function actorOf(ctx: Context): AdminActor {
  const user = ctx.state.user as AdminUser;
  return {
    kind: 'agent',
    id: user.documentId ?? '',
    name: [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email,
    can: grantedActions(ctx.state.userAbility),
  };
}
