import type { PortalRecord } from '../../services/types';
import { h, kept, type Html } from '../html';
import { dateFormat } from '../messages';
import { linksToPortal, type SiteRequest } from '../request';

/** On every page of somebody who may still do without the second factor that the portal requires; until when. */
export function FactorBanner({ request }: { request: SiteRequest }) {
  const { session, place } = request;
  if (session?.factorNeed !== 'soon' || !linksToPortal(place)) return null;
  if (place.rest[0] === 'profile' && place.rest[1] === 'second-step') return null;
  const { language, timeZone, factorDueAt, viewer } = session;
  const day = dateFormat(request.language || language, timeZone || 'UTC', 'day').format(
    factorDueAt,
  );
  return drawnOnce(request, viewer.portal, day);
}

/** By portal, and by language and day: a thousand people who must have one by then are told the same. */
const drawn = new WeakMap<PortalRecord, Map<string, Html>>();
const MOST_DRAWN = 500;

function drawnOnce(request: SiteRequest, portal: PortalRecord, day: string): Html {
  const { t, to, language } = request;
  const key = `${language} ${to.portal()} ${day}`;
  let own = drawn.get(portal);
  if (!own || own.size >= MOST_DRAWN) drawn.set(portal, (own = new Map()));
  let made = own.get(key);
  if (!made) {
    made = kept(
      <div class="due" role="region" aria-label={t('factor.soonLabel')}>
        <div class="wide">
          <p>{t('factor.soon', { day })}</p>
          <a class="button" href={to.portal('profile', 'second-step')}>
            {t('factor.setUp')}
          </a>
        </div>
      </div>,
    );
    own.set(key, made);
  }
  return made;
}
