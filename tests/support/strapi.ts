import { createStrapi, type Core } from '@strapi/strapi';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { getServices, type Services } from '../../server/services';
import { dropDatabase, useDatabase, type DatabaseName } from './databases';
import { createBooted } from './first-boot';

const APP = path.resolve(__dirname, '../app');

export interface Booted {
  strapi: Core.Strapi;
  services: Services;
  server: Server;
  port: number;
  destroy(): Promise<void>;
}

let running: Booted | undefined;

/** Boots a real Strapi with the plugin's sources on a database of its own, as the first boot left it; one at a time in a process. */
export async function bootStrapi(
  options: {
    database?: DatabaseName;
    pluginConfig?: object;
    env?: Record<string, string>;
    /** Folder that outlives this boot. */
    keep?: string;
    /** A database that outlives this boot; made and dropped by the caller. */
    existing?: {
      name: string;
      url: string;
      /** It comes from a first boot, and nothing but its suite has written to it. */
      isFromFirstBoot?: boolean;
    };
  } = {},
): Promise<Booted> {
  // A test that failed half-way has left its Strapi running.
  await running?.destroy();
  const database = options.database ?? 'sqlite';
  const folder = options.keep ?? mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
  const made =
    database === 'sqlite'
      ? path.join(folder, 'test.db')
      : `cp_test_${randomBytes(6).toString('hex')}`;
  const { name, url } = options.existing ?? {
    name: made,
    url: await createBooted(database, made),
  };
  useDatabase(database, name, url, {
    attachmentsDir: path.join(folder, 'attachments'),
    ...options.pluginConfig,
  });
  const isAsBefore =
    (options.existing?.isFromFirstBoot ?? !options.existing) &&
    !options.env?.TEST_PLUGIN &&
    !options.env?.TEST_GRAPHQL;
  Object.assign(process.env, { TEST_FIRST_BOOT: isAsBefore ? 'done' : '' }, options.env);
  const strapi = createStrapi({ appDir: APP, distDir: APP });
  await strapi.load();
  strapi.server.mount();
  const server = strapi.server.httpServer;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running = {
    strapi,
    get services() {
      return getServices(strapi);
    },
    server,
    port: (server.address() as AddressInfo).port,
    async destroy() {
      running = undefined;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await strapi.destroy();
      for (const key of Object.keys(options.env ?? {})) delete process.env[key];
      if (!options.existing) await dropDatabase(database, name);
      if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  return running;
}

/** A real admin user of the given role code; agents are linked to admin users. */
export async function createAdminUser(
  { strapi }: Booted,
  email: string,
  roleCode = 'strapi-super-admin',
): Promise<{ id: number; email: string; firstname: string; lastname: string }> {
  const role = await strapi.db.query('admin::role').findOne({ where: { code: roleCode } });
  return strapi.service('admin::user').create({
    email,
    firstname: 'Mara',
    lastname: 'Berg',
    password: 'Admin-window-72',
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
}
