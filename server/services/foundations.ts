import { FALLBACK_LABELS } from '../rules/customer-labels';
import { tokensOf } from '../rules/search-tokens';
import { bumpVersion, raiseTicketNumbers } from '../store/counters';
import { addInbox } from '../store/inboxes';
import { addPipeline, hasPipelines } from '../store/pipelines';
import { addTokens, companyScope, contactScope, portalScope } from '../store/search';
import {
  isIndexEmpty,
  listAssociated,
  listBodies,
  listTicketSources,
} from '../store/search-sources';
import type { Runtime } from './runtime';

/** The users-permissions role of accounts that the portal makes: it has no API permission at all. */
export const CUSTOMER_ROLE = 'portal-customer';

const STATUSES = [
  { name: 'New', meaning: 'new', color: 'primary' },
  { name: 'Waiting on customer', meaning: 'waiting-on-customer', color: 'warning' },
  { name: 'Waiting on us', meaning: 'waiting-on-us', color: 'secondary' },
  { name: 'Closed', meaning: 'closed', color: 'neutral' },
] as const;

/** What a first boot makes, and what every boot sets right again. Safe to run twice and on several nodes in turn. */
export async function layFoundations(runtime: Runtime): Promise<void> {
  await runtime.transaction(async (db) => {
    if (await hasPipelines(db)) return;
    const statuses = STATUSES.map((status) => ({
      ...status,
      isClosed: status.meaning === 'closed',
      customerLabels: Object.fromEntries(
        Object.entries(FALLBACK_LABELS).map(([language, byMeaning]) => [
          language,
          byMeaning?.[status.meaning] ?? '',
        ]),
      ),
    }));
    const pipelineKey = await addPipeline(db, 'Support', statuses);
    await addInbox(db, { name: 'Support', pipelineKey, numberPrefix: 'T-', numberStart: 1001 });
    await bumpVersion(db, 'site');
    await bumpVersion(db, 'library');
  });
  await makeCustomerRole(runtime);
  await raiseTicketNumbers(runtime.db);
  await rebuildSearchWhenEmpty(runtime);
}

async function makeCustomerRole(runtime: Runtime): Promise<void> {
  const roles = runtime.strapi.db.query('plugin::users-permissions.role');
  if (await roles.findOne({ where: { type: CUSTOMER_ROLE } })) return;
  await roles.create({
    data: {
      name: 'Portal customer',
      type: CUSTOMER_ROLE,
      description: 'Customers of the portal. Without any API permission.',
    },
  });
}

/** The search index is not exported: tickets without one are indexed at boot, in batches. */
async function rebuildSearchWhenEmpty(runtime: Runtime): Promise<void> {
  if (!(await isIndexEmpty(runtime.db))) return;
  for (let after = 0; ;) {
    const tickets = await listTicketSources(runtime.db, after);
    if (tickets.length === 0) return;
    await runtime.transaction(async (db) => {
      for (const { key, portalKey, companyKey, number, subject } of tickets) {
        const messages = await listBodies(db, key);
        const scopes = [
          portalScope(portalKey),
          ...(await listAssociated(db, key)).map((contact) => contactScope(portalKey, contact)),
        ];
        if (companyKey > 0) scopes.push(companyScope(portalKey, companyKey));
        const wordsOf = (shown: typeof messages) =>
          tokensOf([`${number} ${subject}`, ...shown.map(({ body }) => body)].join(' '));
        const open = messages.filter(({ isPublic }) => isPublic);
        await addTokens(db, 'customers', key, [...scopes, ...wordsOf(open)]);
        await addTokens(db, 'agents', key, wordsOf(messages));
      }
    });
    after = tickets.at(-1)?.key ?? 0;
  }
}
