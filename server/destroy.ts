import type { Core } from '@strapi/strapi';
import { stopTimers } from './bootstrap';
import { getServices } from './services';
import { closeSqliteReader } from './store/sqlite-reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  stopTimers(strapi);
  const {
    accessSweep,
    contactIndex,
    companyMerge,
    contactMerge,
    domainVerification,
    importRunner,
    jobs,
    outboxWorker,
    pipelineJobs,
    runtime,
    searchIndex,
  } = getServices(strapi);
  jobs.stop();
  await importRunner.stop();
  await accessSweep.stop();
  await outboxWorker.stop();
  await pipelineJobs.stop();
  await domainVerification.stop();
  await searchIndex.stop();
  await contactIndex.stop();
  await companyMerge.stop();
  await contactMerge.stop();
  closeSqliteReader(runtime.db);
}
