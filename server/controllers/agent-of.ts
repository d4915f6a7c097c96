import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { grantedActions } from '../permissions';
import { getServices } from '../services';
import type { AgentActor } from '../services/types';

/** The agent behind a signed-in admin user; Strapi's admin strategy has put user and ability there. */
export function agentOf(strapi: Core.Strapi, ctx: Context): Promise<AgentActor> {
  const { user, userAbility } = ctx.state;
  return getServices(strapi).agents.fromAdmin(user, grantedActions(userAbility));
}
