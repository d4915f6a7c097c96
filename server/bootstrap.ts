import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { ACTIONS } from './permissions';
import { getServices } from './services';
import { keepTables } from './services/kept-tables';
import { layFoundations } from './services/foundations';
import { createJobTable, migrateRawTables } from './store/raw-tables';
import { contentTypes } from './content-types';
import { findAssetsDir } from './site/assets-dir';
import { createBrandingPreview } from './site/branding-preview';

const EVERY = 500;
const LIBRARY_TYPES = new Set(
  ['knowledge-base', 'category', 'article'].map((name) => `plugin::customer-portal.${name}`),
);
const timers = new WeakMap<Core.Strapi, NodeJS.Timeout>();

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const services = getServices(strapi);
  const { runtime, siteMap, articles } = services;
  services.brandingPreview.renderWith(createBrandingPreview(() => services, findAssetsDir()));
  await services.prepareAttachments();
  await createJobTable(runtime.db);
  await services.jobs.inTurn('boot', async () => {
    await migrateRawTables(runtime.db, runtime.now());
    await keepTables(strapi);
    await layFoundations(runtime);
    await services.keepSystemDomain();
    await services.installation.recognise();
    await services.agents.relink();
  });
  await strapi.service('admin::permission').actionProvider.registerMany(ACTIONS);
  guardContentTypes(strapi);
  followAccounts(strapi);
  await siteMap.refresh();
  await articles.refresh();
  await services.siteAddresses.warnAboutReserved();
  services.outboxWorker.start();
  services.colleagueInvitations.start();
  services.invitationSending.start();
  services.pipelineJobs.start();
  services.accessSweep.start();
  services.sessionUpkeep.start();
  services.pendingUploads.start();
  services.domainVerification.start();
  services.importRunner.start();
  services.retention.start();
  services.auditLog.start();
  services.samlRefresh.start();
  services.searchIndex
    .repair()
    .catch((error: unknown) => strapi.log.error(`customer-portal: search index: ${String(error)}`));
  services.contactIndex
    .repair()
    .then(() => services.contactMerge.finish())
    .then(() => services.companyMerge.finish())
    .then(() => services.erasure.finish())
    .catch((error: unknown) =>
      strapi.log.error(`customer-portal: index of contacts: ${String(error)}`),
    );
  timers.set(
    strapi,
    setInterval(
      () =>
        void refreshBoth().catch((error: unknown) =>
          strapi.log.error(`customer-portal: refresh: ${String(error)}`),
        ),
      EVERY,
    ).unref(),
  );

  async function refreshBoth(): Promise<void> {
    await siteMap.refresh();
    await articles.refresh();
  }
}

/** An account and its contact have one address: whoever changes the account's e-mail changes the contact's. */
function followAccounts(strapi: Core.Strapi): void {
  strapi.db.lifecycles.subscribe({
    models: ['plugin::users-permissions.user'],
    async afterUpdate({ result, params }) {
      const { email, password } = (params.data ?? {}) as { email?: unknown; password?: unknown };
      const isPasswordNew = password !== undefined;
      if (email === undefined && !isPasswordNew) return;
      const { id } = result as { id: number };
      await getServices(strapi).people.followAccount(Number(id), { isPasswordNew });
    },
  });
}

/** Hidden types are written by our services only; a change of the knowledge base shows on the next request. */
function guardContentTypes(strapi: Core.Strapi): void {
  const hiddenTypes = new Set(
    Object.keys(contentTypes)
      .map((name) => `plugin::customer-portal.${name}`)
      .filter((uid) => !LIBRARY_TYPES.has(uid)),
  );
  const reading = new Set(['findMany', 'findFirst', 'findOne', 'count']);
  strapi.documents.use(async (context, next) => {
    if (hiddenTypes.has(context.uid) && !reading.has(context.action)) {
      throw new errors.ForbiddenError(
        'Records of the customer portal are changed on its own pages only.',
      );
    }
    const result = await next();
    if (LIBRARY_TYPES.has(context.uid) && !reading.has(context.action))
      await getServices(strapi).articles.noteChange();
    return result;
  });
}

export function stopTimers(strapi: Core.Strapi): void {
  clearInterval(timers.get(strapi));
}
