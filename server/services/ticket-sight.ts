import { LET_IN_FREELY, type ConfirmedImpact } from '../contracts/access-groups';
import type { TicketSettings } from '../contracts/portal-settings';
import type { TicketSight } from '../rules/ticket-access';
import { contactFilterSql } from '../store/filter-groups';
import type { PortalFacts } from '../store/portals';
import { seesMore, type SightSql } from '../store/ticket-sight';
import { tallyOf } from './access-impact';
import { refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/**
 * Asks before more than a few contacts see tickets of companies that they did not see: the answer names how many and some
 * of them, and the same change with that number (as `letIn`) goes through. It goes through all contacts, so never inside a
 * transaction.
 */
export async function askAboutSight(
  runtime: Runtime,
  siteMap: SiteMap,
  actor: AdminActor,
  portal: PortalFacts,
  after: TicketSettings,
  confirmed: ConfirmedImpact | undefined,
): Promise<void> {
  const before = portal.settings.tickets;
  if (JSON.stringify(sightOf(before)) === JSON.stringify(sightOf(after))) return;
  const asSql = ({ permissionFilter, ...sight }: TicketSight): SightSql => ({
    ...sight,
    filter: contactFilterSql(permissionFilter, siteMap.properties('contact'), runtime.now()),
  });
  const condition = seesMore(portal.key, asSql(sightOf(before)), asSql(sightOf(after)));
  const { count, sample } = await tallyOf(runtime.db, condition);
  if (count <= LET_IN_FREELY || confirmed?.letIn === count) return;
  const letIn = { count, sample: actor.can.has('contact-read') ? sample : [] };
  refused(
    'confirmed',
    `${count} contacts will see tickets of companies that they do not see now. Confirm this number.`,
    { impact: { letIn, keptOut: { count: 0, sample: [] } } },
  );
}

const sightOf = ({
  permission,
  permissionFilter,
  companies,
  includesChildren,
  keepsOwnAfterLeaving,
}: TicketSettings): TicketSight => ({
  permission,
  permissionFilter: permission === 'filter' ? permissionFilter : [],
  companies,
  includesChildren,
  keepsOwnAfterLeaving,
});
