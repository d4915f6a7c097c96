import type { FilterGroups } from '../contracts/filter-groups';
import { meetsFilterGroups, type FilterFields, type FilterRecord } from './filter-groups';

/** Where a ticket stands, as far as seeing it is concerned. Keys are numeric ids. */
export interface TicketStanding {
  portalKey: number;
  companyKey: number;
  isPrivate: boolean;
  isAssociated: boolean;
}

/** Whether a customer may see a ticket: of this portal, and his own or of a company whose tickets he sees. */
export function maySeeTicket(
  viewer: { portalKey: number; companyKeys: readonly number[] },
  ticket: TicketStanding,
): boolean {
  if (ticket.portalKey !== viewer.portalKey) return false;
  if (ticket.isAssociated) return true;
  return (
    !ticket.isPrivate && ticket.companyKey !== 0 && viewer.companyKeys.includes(ticket.companyKey)
  );
}

/** Companies whose tickets a contact sees at a portal: none, or the primary one (HubSpot's three options). */
export function visibleCompanies(
  portal: {
    ticketPermission: 'associated' | 'company' | 'filter';
    ticketPermissionFilter: FilterGroups;
  },
  contact: { primaryCompanyKey: number; record: FilterRecord },
  fields: FilterFields,
  now: number,
): number[] {
  if (contact.primaryCompanyKey === 0 || portal.ticketPermission === 'associated') return [];
  if (
    portal.ticketPermission === 'filter' &&
    !meetsFilterGroups(portal.ticketPermissionFilter, contact.record, fields, now)
  ) {
    return [];
  }
  return [contact.primaryCompanyKey];
}
