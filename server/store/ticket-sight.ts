import type { TicketSight } from '../rules/ticket-access';
import { allOf, anyOf, NEVER, not, some, type Sql } from './filter-groups';

/** The rule of rules/ticket-access.ts over `cp_contacts c`, for counting who would see more. */

const plain = (sql: string): Sql => ({ sql, bindings: [] });

/** Whether link `cc` opens its company's tickets to its contact; rules/ticket-access.ts, `opensTickets`. */
export const OPENS_TICKETS = `(cc.is_manager OR (NOT cc.is_withheld AND (cc.sees_tickets OR (cc.is_primary AND NOT cc.is_by_domain) OR EXISTS (
        SELECT 1 FROM cp_contact_addresses va JOIN cp_company_email_domains d ON d.domain = va.email_domain
        WHERE va.contact_id = cc.contact_id AND va.verified_at > 0 AND d.company_id = cc.company_id AND d.is_trusted))))`;

/** Links of the contact that open a company's tickets to it, under one reach. */
const opening = (companies: TicketSight['companies'], condition = ''): Sql =>
  plain(
    some(`cp_contact_companies cc JOIN cp_companies o ON o.id = cc.company_id
      WHERE cc.contact_id = c.id AND cc.left_at = 0 AND o.trashed_at = 0 AND o.merged_into = ''
      AND ${OPENS_TICKETS}
      ${companies === 'primary' ? 'AND cc.is_primary' : ''} ${condition}`),
  );

const HAS_CHILD = `AND ${some("cp_companies k WHERE k.parent_id = cc.company_id AND k.trashed_at = 0 AND k.merged_into = ''")}`;

/** What of a portal decides who sees a company's tickets; `filter` is its filter groups as a condition over contacts. */
export type SightSql = Omit<TicketSight, 'permissionFilter'> & { filter: Sql };

function sees({ permission, companies, filter }: SightSql): Sql {
  if (permission === 'associated') return NEVER;
  return permission === 'filter' ? allOf([opening(companies), filter]) : opening(companies);
}

/** Contacts of a portal who see tickets of companies after a change that they did not see before. */
export function seesMore(portalKey: number, before: SightSql, after: SightSql): Sql {
  const more = [not(sees(before))];
  if (after.companies === 'all' && before.companies === 'primary')
    more.push(opening('all', 'AND NOT cc.is_primary'));
  if (after.includesChildren && !before.includesChildren)
    more.push(opening(after.companies, HAS_CHILD));
  const gains = [allOf([sees(after), anyOf(more)])];
  if (after.keepsOwnAfterLeaving && !before.keepsOwnAfterLeaving)
    gains.push(seesOwnAgain(portalKey));
  return allOf([isMember(portalKey), anyOf(gains)]);
}

/** Whoever left a company and has tickets there. */
const seesOwnAgain = (portalKey: number): Sql => ({
  sql: some(`cp_contact_companies cc JOIN cp_participants p ON p.portal_id = ? AND p.contact_id = cc.contact_id
    JOIN cp_tickets t ON t.id = p.ticket_id AND t.company_id = cc.company_id
    WHERE cc.contact_id = c.id AND cc.left_at > 0`),
  bindings: [portalKey],
});

/** Registered at the portal, or invited and soon to be. */
const isMember = (portalKey: number): Sql => ({
  sql: some(
    "cp_memberships m WHERE m.contact_id = c.id AND m.portal_id = ? AND m.state IN ('registered', 'invited')",
  ),
  bindings: [portalKey],
});
