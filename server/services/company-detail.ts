import type { CompanyDetail } from '../contracts/companies';
import type { PropertyValues } from '../contracts/properties';
import {
  listActivityOfCompany,
  listChildren,
  listDomainsOf,
  listTicketsOfCompany,
} from '../store/companies';
import { jsonOf, number, text, yes, type Row } from '../store/connection';
import { shownProperties } from './contact-picture';
import { activityView, statusView } from './record-views';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Everything that the page of a company shows; tickets only to whoever may read them. */
export async function companyDetail(
  { db }: Runtime,
  siteMap: SiteMap,
  actor: AdminActor,
  row: Row,
): Promise<CompanyDetail> {
  const key = number(row.id);
  const id = text(row.document_id);
  const portals = siteMap.portals();
  const portalKeys = portals.map((portal) => portal.key);
  const [domains, children, entries, tickets] = await Promise.all([
    listDomainsOf(db, [key]),
    listChildren(db, key),
    listActivityOfCompany(db, id),
    actor.can.has('ticket-read') ? listTicketsOfCompany(db, key, portalKeys) : null,
  ]);
  return {
    id,
    name: text(row.name),
    externalId: text(row.external_id),
    createdAt: number(row.created_time),
    trashedAt: number(row.trashed_at),
    domains: domains.map((one) => ({
      domain: text(one.domain),
      isTrusted: yes(one.is_trusted),
    })),
    parent: row.parent_document_id
      ? { id: text(row.parent_document_id), name: text(row.parent_name) }
      : null,
    children: children.map((one) => ({ id: text(one.document_id), name: text(one.name) })),
    properties: jsonOf<PropertyValues>(row.properties, {}),
    tickets:
      tickets &&
      tickets.map((ticket) => ({
        id: text(ticket.document_id),
        number: text(ticket.number),
        subject: text(ticket.subject),
        requester: text(ticket.requester_name),
        status: statusView(siteMap, ticket),
        openedAt: number(ticket.opened_at),
      })),
    activity: entries.map(activityView),
    portals: portals.map(({ name, settings: { tickets: sight } }) => ({
      name,
      ticketPermission: sight.permission,
      ticketCompanies: sight.companies,
      includesChildren: sight.includesChildren,
      keepsOwnAfterLeaving: sight.keepsOwnAfterLeaving,
    })),
  };
}

/** A company as the activity tells what changed, by field. */
export const companyPicture = (row: Row, domains: Row[]): Record<string, string> => ({
  name: text(row.name),
  externalId: text(row.external_id),
  parent: text(row.parent_name),
  domains: domains.map((one) => text(one.domain)).join(', '),
  trustedDomains: domains
    .filter((one) => yes(one.is_trusted))
    .map((one) => text(one.domain))
    .join(', '),
  ...shownProperties(jsonOf<PropertyValues>(row.properties, {})),
});
