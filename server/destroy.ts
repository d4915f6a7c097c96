import type { Core } from '@strapi/strapi';
import { stopTimers } from './bootstrap';
import { getServices } from './services';
import { closeSqliteReader } from './store/sqlite-reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  stopTimers(strapi);
  const { jobs, outboxWorker, runtime, searchIndex } = getServices(strapi);
  jobs.stop();
  await outboxWorker.stop();
  await searchIndex.stop();
  closeSqliteReader(runtime.db);
}
