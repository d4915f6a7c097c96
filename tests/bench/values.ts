import type { Services } from '../../server/services';
import { dialectOf, number, select } from '../../server/store/connection';
import { propertyValueRows } from '../../server/store/property-values';

const AREAS = ['north', 'east', 'south', 'west', 'centre'];
const BATCH = 2000;

/** Two properties of tickets that customers see: a choice and a number. */
export async function defineValues({ properties, siteMap }: Services): Promise<void> {
  const shown = {
    subject: 'ticket',
    helps: {},
    customerAccess: 'read',
    agentAccess: 'edit',
    isRequiredToClose: false,
  } as const;
  await properties.define({
    ...shown,
    key: 'area',
    kind: 'choice',
    labels: { en: 'Area' },
    options: AREAS.map((key) => ({ key, labels: { en: key }, isArchived: false })),
  });
  await properties.define({
    ...shown,
    key: 'reading',
    kind: 'number',
    labels: { en: 'Reading' },
    options: [],
  });
  await siteMap.refresh();
}

/** A value of both for every ticket, in the typed rows that lists read. */
export async function giveValues({ runtime, siteMap }: Services): Promise<void> {
  const { db } = runtime;
  const own = siteMap.properties('ticket').filter(({ isStandard }) => !isStandard);
  for (let last = 0; ;) {
    const tickets = await select(
      db,
      `SELECT id, portal_id, company_id FROM cp_tickets WHERE id > ? ORDER BY id LIMIT ${BATCH}`,
      [last],
    );
    const rows = tickets.flatMap((ticket) => {
      const key = number(ticket.id);
      const values = { area: AREAS[key % AREAS.length] ?? '', reading: (key * 37) % 1000 };
      return propertyValueRows(
        {
          kind: 'ticket',
          ticketKey: key,
          portalKey: number(ticket.portal_id),
          companyKey: number(ticket.company_id),
        },
        own.map((property) => ({ property, value: values[property.key as 'area' | 'reading'] })),
      );
    });
    await db.transaction((trx) =>
      trx.batchInsert('cp_property_values', rows as never, dialectOf(db) === 'sqlite' ? 100 : 1000),
    );
    if (tickets.length < BATCH) break;
    last = number(tickets.at(-1)?.id);
  }
  // As the servers do by themselves after a while.
  if (dialectOf(db) === 'mysql') await db.raw('ANALYZE TABLE cp_property_values');
  if (dialectOf(db) === 'postgres') await db.raw('ANALYZE cp_property_values');
}
