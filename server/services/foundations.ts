import { FALLBACK_LABELS } from '../rules/customer-labels';
import { insert, number, select, selectOne, text } from '../store/connection';
import { raiseTo, bumpVersion } from '../store/counters';
import { addTokens, companyScope, contactScope, portalScope } from '../store/search';
import { tokensOf } from '../rules/search-tokens';
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
    if (await selectOne(db, 'SELECT id FROM cp_pipelines LIMIT 1')) return;
    const pipeline = await insert(db, 'cp_pipelines', { name: 'Support', rank: 0 });
    for (const [rank, status] of STATUSES.entries()) {
      const labels = Object.fromEntries(
        Object.entries(FALLBACK_LABELS).map(([language, byMeaning]) => [
          language,
          byMeaning?.[status.meaning] ?? '',
        ]),
      );
      await insert(db, 'cp_statuses', {
        ...status,
        pipeline_id: pipeline.key,
        is_closed: status.meaning === 'closed',
        customer_labels: JSON.stringify(labels),
        rank,
      });
    }
    await insert(db, 'cp_inboxes', {
      name: 'Support',
      pipeline_id: pipeline.key,
      number_prefix: 'T-',
      number_start: 1001,
    });
    await bumpVersion(db, 'site');
    await bumpVersion(db, 'library');
  });
  await makeCustomerRole(runtime);
  await raiseCounters(runtime);
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

/** After an import the counters are missing: the next number is above every number given. */
async function raiseCounters(runtime: Runtime): Promise<void> {
  const rows = await select(
    runtime.db,
    'SELECT inbox_id, MAX(number_value) AS highest FROM cp_tickets WHERE inbox_id IS NOT NULL GROUP BY inbox_id',
  );
  for (const row of rows)
    await raiseTo(runtime.db, `ticket:${number(row.inbox_id)}`, number(row.highest));
}

/** The search index is not exported: tickets without one are indexed at boot, in batches. */
async function rebuildSearchWhenEmpty(runtime: Runtime): Promise<void> {
  if (await selectOne(runtime.db, 'SELECT 1 AS some FROM cp_ticket_search LIMIT 1')) return;
  for (let after = 0; ;) {
    const tickets = await select(
      runtime.db,
      'SELECT id, portal_id, company_id, number, subject FROM cp_tickets WHERE id > ? ORDER BY id LIMIT 50',
      [after],
    );
    if (tickets.length === 0) return;
    await runtime.transaction(async (db) => {
      for (const ticket of tickets) {
        const key = number(ticket.id);
        const portalKey = number(ticket.portal_id);
        const messages = await select(
          db,
          'SELECT kind, body FROM cp_messages WHERE ticket_id = ? AND trashed_at = 0',
          [key],
        );
        const people = await select(
          db,
          'SELECT contact_id FROM cp_participants WHERE ticket_id = ?',
          [key],
        );
        const scopes = [
          portalScope(portalKey),
          ...people.map((row) => contactScope(portalKey, number(row.contact_id))),
        ];
        if (ticket.company_id) scopes.push(companyScope(portalKey, number(ticket.company_id)));
        const head = `${text(ticket.number)} ${text(ticket.subject)}`;
        const open = messages
          .filter((message) => message.kind === 'public')
          .map((message) => text(message.body));
        await addTokens(db, 'customers', key, [...scopes, ...tokensOf([head, ...open].join(' '))]);
        await addTokens(
          db,
          'agents',
          key,
          tokensOf([head, ...messages.map((message) => text(message.body))].join(' ')),
        );
      }
    });
    after = number(tickets.at(-1)?.id);
  }
}
