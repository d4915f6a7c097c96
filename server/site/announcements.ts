import type { AnnouncementPage } from '../contracts/announcements';
import type { AnnouncementRecord, SitePlace, SiteServices } from '../services/types';
import { readDismissed } from './cookies';
import { linksToPortal, type SiteRequest } from './request';

/** An announcement as one reader sees it. */
export interface ShownAnnouncement {
  record: AnnouncementRecord;
  /** How many others it affects, for whoever has said that it affects him too; else null. */
  others: number | null;
  canSay: boolean;
  /** The server can remember that it was dismissed; else only the browser's script can. */
  isDismissedByForm: boolean;
}

/** Which kind of page a place is; null for one that shows no announcement. */
function pageAt(place: SitePlace, isSignedIn: boolean): AnnouncementPage | null {
  if (place.kind === 'knowledge-base')
    return place.portal?.settings.knowledgeBase.kind === 'built-in' ? 'knowledge-base' : null;
  if (place.kind !== 'portal') return null;
  // Whoever is not signed in sees the sign-in page, whatever the address.
  if (!isSignedIn) return 'sign-in';
  const [page] = place.rest;
  if (page === undefined) return 'list';
  if (page === 'tickets') return 'ticket';
  return page === 'new' ? 'new-request' : null;
}

/** What a place shows right now; nothing is read for it. */
export function announcementsAt(
  services: SiteServices,
  place: SitePlace,
  isSignedIn: boolean,
): readonly AnnouncementRecord[] {
  if (!place.portal || place.portal.announcements.length === 0) return [];
  const page = pageAt(place, isSignedIn);
  return page === null ? [] : services.announcements.shown(place.portal, page);
}

/** The same for the reader of a request: without what he dismissed, with what he said. */
export async function readAnnouncements(request: SiteRequest): Promise<ShownAnnouncement[]> {
  const { ctx, place, services, session } = request;
  const all = announcementsAt(services, place, session !== null);
  if (all.length === 0) return [];
  const isDismissedByForm = place.kind === 'portal' || session !== null;
  const dismissed = new Set(isDismissedByForm ? readDismissed(ctx.get('cookie')) : []);
  const shown: ShownAnnouncement[] = [];
  for (const record of all) {
    if (record.isDismissable && dismissed.has(record.id)) continue;
    const canSay = record.countsAffected && session !== null && linksToPortal(place);
    const others =
      canSay && session
        ? await services.announcements.othersAffected(session.viewer, record)
        : null;
    shown.push({ record, others, canSay, isDismissedByForm });
  }
  return shown;
}
