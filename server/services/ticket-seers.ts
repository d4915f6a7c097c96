import { number, text, yes, type Row } from '../store/connection';
import { contactFilterSql } from '../store/filter-groups';
import { listSeers } from '../store/ticket-people';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { CustomerViewer } from './types';

/** Beyond it the page says "more than". */
export const MOST_COUNTED = 100;

/** Who sees a ticket beside its viewer. */
export interface TicketSeers {
  /** Without the viewer: requester and participants first, then by name. */
  names: string[];
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
}

/**
 * Who sees a ticket by present permission, in one statement: whoever opens it finds it, and nobody else. `people` are its
 * rows as store/tickets reads them.
 */
export async function seersOf(
  { db, now }: Pick<Runtime, 'db' | 'now'>,
  siteMap: SiteMap,
  viewer: CustomerViewer,
  row: Row,
  language: string,
): Promise<TicketSeers> {
  const { portal } = viewer;
  const sight = portal.settings.tickets;
  const rows = await listSeers(
    db,
    {
      key: number(row.id),
      portalKey: portal.key,
      companyKey: number(row.company_id),
      isPrivate: yes(row.is_private),
    },
    sight,
    sight.permission === 'filter'
      ? contactFilterSql(sight.permissionFilter, siteMap.properties('contact'), now())
      : null,
    {
      hasGroups: siteMap.portalByKey(portal.key)?.hasAccessGroups ?? false,
      // One more than is counted, and the viewer himself.
      limit: MOST_COUNTED + 2,
    },
  );
  const found = new Map<number, { name: string; isAssociated: boolean }>();
  for (const one of rows) {
    const key = number(one.id);
    if (key === viewer.contactKey || found.has(key)) continue;
    found.set(key, { name: text(one.name), isAssociated: number(one.is_associated) === 1 });
  }
  const order = collatorOf(language);
  const others = [...found.values()].sort(
    (a, b) => Number(b.isAssociated) - Number(a.isAssociated) || order.compare(a.name, b.name),
  );
  return {
    names: others.slice(0, MOST_COUNTED).map(({ name }) => name),
    count: Math.min(others.length, MOST_COUNTED),
    isMore: others.length > MOST_COUNTED,
  };
}

const collators = new Map<string, Intl.Collator>();
/** Slow to make, and asked for by every page of a ticket. Languages are those that portals offer. */
function collatorOf(language: string): Intl.Collator {
  let known = collators.get(language);
  if (!known) {
    known = new Intl.Collator(language);
    if (collators.size < 200) collators.set(language, known);
  }
  return known;
}
