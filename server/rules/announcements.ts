import type { AnnouncementState } from '../contracts/announcements';

/** Where an announcement stands at an instant; `until` 0 has no end. */
export function announcementState(
  { from, until }: { from: number; until: number },
  now: number,
): AnnouncementState {
  if (now < from) return 'planned';
  return until > 0 && now >= until ? 'over' : 'shown';
}
