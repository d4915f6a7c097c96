import type { Core } from '@strapi/strapi';
import { stopTimers } from './bootstrap';
import { getServices } from './services';
import { closeSqliteReader } from './store/sqlite-reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  stopTimers(strapi);
  const {
    accessSweep,
    auditLog,
    colleagueInvitations,
    contactIndex,
    companyMerge,
    contactMerge,
    domainVerification,
    erasure,
    importRunner,
    invitationSending,
    jobs,
    outboxWorker,
    pipelineJobs,
    retention,
    runtime,
    samlRefresh,
    searchIndex,
    sessionUpkeep,
    pendingUploads,
  } = getServices(strapi);
  jobs.stop();
  await importRunner.stop();
  await accessSweep.stop();
  await auditLog.stop();
  await sessionUpkeep.stop();
  await pendingUploads.stop();
  await colleagueInvitations.stop();
  await invitationSending.stop();
  await outboxWorker.stop();
  await pipelineJobs.stop();
  await domainVerification.stop();
  await searchIndex.stop();
  await contactIndex.stop();
  await companyMerge.stop();
  await contactMerge.stop();
  await erasure.stop();
  await retention.stop();
  await samlRefresh.stop();
  closeSqliteReader(runtime.db);
}
