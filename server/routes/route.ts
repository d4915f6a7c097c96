import { actionUid } from '../permissions';

/** A route of the admin panel; every one names the actions of which its caller needs any one. */
export const route = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  handler: string,
  ...actions: [string, ...string[]]
) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      {
        name: 'plugin::customer-portal.hasAnyPermission',
        config: { actions: actions.map(actionUid) },
      },
    ],
  },
});

export type Route = ReturnType<typeof route>;
