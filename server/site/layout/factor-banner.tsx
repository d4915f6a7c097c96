import { h } from '../html';
import { drawnOnce } from '../made-once';
import { dateFormat } from '../messages';
import { linksToPortal, type SiteRequest } from '../request';

/** On every page of somebody who may still do without the second factor that the portal requires; until when. */
export function FactorBanner({ request }: { request: SiteRequest }) {
  const { session, place, t, to } = request;
  if (session?.factorNeed !== 'soon' || !linksToPortal(place)) return null;
  if (place.rest[0] === 'profile' && place.rest[1] === 'second-step') return null;
  const { language, timeZone, factorDueAt, viewer } = session;
  const day = dateFormat(request.language || language, timeZone || 'UTC', 'day').format(
    factorDueAt,
  );
  // A thousand people who must have one by then are told the same.
  return drawnOnce(viewer.portal, t, `factor ${to.portal()} ${day}`, () => (
    <div class="due" role="region" aria-label={t('factor.soonLabel')}>
      <div class="wide">
        <p>{t('factor.soon', { day })}</p>
        <a class="button" href={to.portal('profile', 'second-step')}>
          {t('factor.setUp')}
        </a>
      </div>
    </div>
  ));
}
