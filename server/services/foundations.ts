import { PROPERTY_SUBJECTS } from '../contracts/properties';
import { addCannedReplies } from '../store/canned-replies';
import type { Connection } from '../store/connection';
import { bumpVersion, raiseTicketNumbers } from '../store/counters';
import { addInbox } from '../store/inboxes';
import { addInstallation, confirmInstallation, readStanding } from '../store/installation';
import { addPipeline, hasPipelines } from '../store/pipelines';
import { addProperty, listPropertyKeys } from '../store/properties';
import { addPublishedForm } from '../store/request-forms';
import { CANNED_REPLIES, FIRST_ARTICLES, firstForm, FIRST_LIBRARY } from './first-content';
import type { Runtime } from './runtime';
import { standardProperties } from './standard-properties';

/** The users-permissions role of accounts that the portal makes: it has no API permission at all. */
export const CUSTOMER_ROLE = 'portal-customer';

const STATUSES = [
  { name: 'New', meaning: 'new', color: 'primary' },
  { name: 'Waiting on customer', meaning: 'waiting-on-customer', color: 'warning' },
  { name: 'Waiting on us', meaning: 'waiting-on-us', color: 'secondary' },
  { name: 'Closed', meaning: 'closed', color: 'neutral' },
] as const;

/** What a first boot makes, and what every boot sets right again. One node at a time runs it. */
export async function layFoundations(runtime: Runtime): Promise<void> {
  await runtime.transaction(async (db) => {
    if (await hasPipelines(db)) return;
    await makeInbox(db);
    await addPublishedForm(db, {
      ...firstForm(standardProperties('ticket')),
      portalKey: null,
      now: runtime.now(),
    });
    await addCannedReplies(db, CANNED_REPLIES);
    await draftArticles(runtime);
    await bumpVersion(db, 'site');
    await bumpVersion(db, 'library');
    // A database that has sent mail before stays as it was confirmed, or not.
    if ((await readStanding(db)).confirmed === null) {
      const key = await addInstallation(db, runtime.now());
      await confirmInstallation(db, { key, origin: runtime.origin() });
    }
  });
  await addMissingProperties(runtime);
  await makeCustomerRole(runtime);
  await raiseTicketNumbers(runtime.db);
}

/** A new version may bring a standard property that this database has not. */
async function addMissingProperties(runtime: Runtime): Promise<void> {
  await runtime.transaction(async (db) => {
    let isChanged = false;
    for (const subject of PROPERTY_SUBJECTS) {
      const known = await listPropertyKeys(db, subject);
      for (const property of standardProperties(subject)) {
        if (known.has(property.key)) continue;
        await addProperty(db, property);
        isChanged = true;
      }
    }
    if (isChanged) await bumpVersion(db, 'site');
  });
}

async function makeInbox(db: Connection): Promise<void> {
  const statuses = STATUSES.map((status) => ({
    ...status,
    isClosed: status.meaning === 'closed',
    customerLabels: {},
  }));
  const { key: pipelineKey } = await addPipeline(db, 'Support', statuses);
  await addInbox(db, { name: 'Support', pipelineKey, numberPrefix: 'T-', numberStart: 1001 });
}

/** A knowledge base that stands at no domain yet, with two articles to begin with: nobody outside sees them. */
async function draftArticles({ strapi }: Runtime): Promise<void> {
  const locale = (await strapi.plugin('i18n').service('locales').getDefaultLocale()) as string;
  const create = (type: string, data: object) =>
    // Content types of a plugin are not in the generated types.
    strapi
      .documents(`plugin::customer-portal.${type}` as never)
      .create({ locale, data } as never) as unknown as Promise<{ documentId: string }>;
  const base = await create('knowledge-base', { title: FIRST_LIBRARY.title });
  const category = await create('category', {
    ...FIRST_LIBRARY.category,
    knowledgeBase: base.documentId,
  });
  for (const [rank, article] of FIRST_ARTICLES.entries())
    await create('article', { ...article, rank, category: category.documentId });
}

async function makeCustomerRole(runtime: Runtime): Promise<void> {
  const roles = runtime.strapi.db.query('plugin::users-permissions.role');
  if (await roles.findOne({ where: { type: CUSTOMER_ROLE } })) return;
  // Users-permissions makes its own roles only where there is none at all, and may start after this plugin.
  if ((await roles.count()) === 0)
    await (
      runtime.strapi.plugin('users-permissions').service('users-permissions') as {
        initialize(): Promise<unknown>;
      }
    ).initialize();
  await roles.create({
    data: {
      name: 'Portal customer',
      type: CUSTOMER_ROLE,
      description: 'Customers of the portal. Without any API permission.',
    },
  });
}
