/**
 * For the host's site, under `/api/customer-portal`. Strapi asks nobody for a permission: the token is checked by the
 * service, since whoever holds it needs no API permission of the host.
 */
export const sessionLinks = [
  {
    method: 'POST',
    path: '/v1/session-links',
    handler: 'session-links.create',
    config: { auth: false },
  },
];
