import type { Core } from '@strapi/strapi';
import { contentTypes } from './content-types';
import { getServices } from './services';
import { createSite } from './site';
import { findAssetsDir } from './site/assets-dir';

/** The public site stands outermost; no record of the plugin leaves through GraphQL. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  strapi.server.use(
    createSite({
      services: () => getServices(strapi),
      log: { error: (message, extra) => strapi.log.error(message, extra) },
      assetsDir: findAssetsDir(),
    }),
  );
  const graphql = strapi.plugin('graphql') as
    { service(name: string): { shadowCRUD(uid: string): { disable(): void } } } | undefined;
  if (graphql) {
    for (const name of Object.keys(contentTypes))
      graphql.service('extension').shadowCRUD(`plugin::customer-portal.${name}`).disable();
  }
}
