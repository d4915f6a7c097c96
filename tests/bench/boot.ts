import { createStrapi, type Core } from '@strapi/strapi';
import path from 'node:path';

/** The test application with the built plugin, loaded and not listening. */
export async function boot(): Promise<Core.Strapi> {
  const appDir = path.resolve('tests/app');
  const strapi = createStrapi({ appDir, distDir: appDir });
  await strapi.load();
  return strapi;
}
