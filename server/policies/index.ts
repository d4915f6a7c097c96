import type { Context } from 'koa';

/** Lets in who has any one of the actions; `admin::hasPermissions` asks for all of them. */
const hasAnyPermission = (ctx: Context, { actions }: { actions: string[] }): boolean => {
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  return ability !== undefined && actions.some((action) => ability.can(action));
};

export const policies = { hasAnyPermission };
