import type { Core } from '@strapi/strapi';
import { stopTimers } from './bootstrap';
import { getServices } from './services';
import { closeSqliteReader } from './store/sqlite-reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  stopTimers(strapi);
  const { outboxWorker, runtime } = getServices(strapi);
  await outboxWorker.stop();
  closeSqliteReader(runtime.db);
}
