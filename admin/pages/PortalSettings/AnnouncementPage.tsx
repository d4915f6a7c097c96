import type { AnnouncementInput, AnnouncementRow } from '../../../server/contracts/announcements';
import { ANNOUNCEMENT_PAGES } from '../../../server/contracts/announcements';
import { Failure, Loading } from '../../components/States';
import { useRecord } from '../../services/records';
import { AnnouncementForm } from './AnnouncementForm';
import type { SectionProps } from './sections';

const MINUTE = 60_000;

/** One announcement, new or there already. */
export function AnnouncementPage({ id, ...props }: SectionProps & { id: string }) {
  const route = `/portals/${props.portal.id}/announcements`;
  const { data, error, isLoading, refetch } = useRecord<AnnouncementRow>(
    route,
    id === 'new' ? null : id,
  );
  if (id === 'new') return <AnnouncementForm {...props} route={route} initial={begun()} />;
  if (error && !isLoading) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  const { texts, level, from, until, pages, countsAffected, isDismissable } = data;
  const initial = { texts, level, from, until, pages, countsAffected, isDismissable };
  return <AnnouncementForm {...props} route={route} initial={initial} known={data} />;
}

const begun = (): AnnouncementInput => ({
  texts: {},
  level: 'info',
  from: Math.floor(Date.now() / MINUTE) * MINUTE,
  until: 0,
  pages: [...ANNOUNCEMENT_PAGES],
  countsAffected: false,
  isDismissable: true,
});
