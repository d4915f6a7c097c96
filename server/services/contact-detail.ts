import type { ContactDetail, Standing } from '../contracts/contacts';
import type { PropertyValues } from '../contracts/properties';
import { readConsents } from '../rules/consent';
import { jsonOf, number, text, yes, type Row } from '../store/connection';
import {
  listActivityOf,
  listAddressesOf,
  listCompaniesOf,
  listGroupsOf,
  listMembershipsOf,
  listTicketsOf,
} from '../store/contacts';
import { activityView, statusView } from './record-views';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Everything that the page of a contact shows; tickets only to whoever may read them. */
export async function contactDetail(
  { db }: Runtime,
  siteMap: SiteMap,
  actor: AdminActor,
  row: Row,
): Promise<ContactDetail> {
  const key = number(row.id);
  const id = text(row.document_id);
  const [addresses, companies, groups, memberships, entries, tickets] = await Promise.all([
    listAddressesOf(db, key),
    listCompaniesOf(db, key),
    listGroupsOf(db, key),
    listMembershipsOf(db, [key]),
    listActivityOf(db, id),
    actor.can.has('ticket-read') ? listTicketsOf(db, key) : null,
  ]);
  return {
    id,
    name: text(row.name),
    phone: text(row.phone),
    language: text(row.language),
    timeZone: text(row.time_zone),
    externalId: text(row.external_id),
    createdAt: number(row.created_time),
    trashedAt: number(row.trashed_at),
    erasureAskedAt: number(row.erasure_asked_at),
    isHeld: yes(row.is_held),
    hasAccount: number(row.user_id) > 0,
    properties: jsonOf<PropertyValues>(row.properties, {}),
    addresses: addresses.map((one) => ({
      address: text(one.address),
      isPrimary: yes(one.is_primary),
      isMembership: yes(one.is_membership),
      isVerified: number(one.verified_at) > 0,
    })),
    companies: companies
      .filter((one) => number(one.left_at) === 0)
      .map((one) => ({
        id: text(one.document_id),
        name: text(one.name),
        isPrimary: yes(one.is_primary),
        seesTickets: yes(one.sees_tickets),
        isManager: yes(one.is_manager),
      })),
    groups: groups.map((group) => ({
      id: text(group.document_id),
      name: text(group.name),
      kind: group.kind === 'dynamic' ? 'dynamic' : 'static',
    })),
    memberships: memberships.map((membership) => ({
      portal: { id: text(membership.portal_document_id), name: text(membership.portal_name) },
      standing: text(membership.state) as Standing,
      registeredAt: number(membership.registered_at),
      lastSignInAt: number(membership.last_sign_in_at),
      disabledAt: number(membership.disabled_at),
      consents: readConsents(membership.consents).reverse(),
    })),
    tickets:
      tickets &&
      tickets.map((ticket) => ({
        id: text(ticket.document_id),
        number: text(ticket.number),
        subject: text(ticket.subject),
        status: statusView(siteMap, ticket),
        openedAt: number(ticket.opened_at),
      })),
    activity: entries.map(activityView),
  };
}
