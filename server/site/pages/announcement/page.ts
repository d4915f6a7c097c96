import type { PortalRecord } from '../../../services/types';
import { isOwnPath } from '../../addresses';
import { readForm } from '../../body';
import { dismissedCookie, readDismissed } from '../../cookies';
import { hasFormToken } from '../../form-token';
import { PageError, type Answer, type SiteRequest } from '../../request';
import { signInAgainPage } from '../sign-in/page';

/** *This affects me too*, taking that back, and dismissing; each leads back to the page that it was pressed on. */
export async function answerAnnouncement(
  request: SiteRequest,
  portal: PortalRecord,
  [id = '', action, ...more]: string[],
): Promise<Answer> {
  const { ctx, place, services, session, to } = request;
  const { fields } = await readForm(ctx);
  if (session && !hasFormToken(request, fields)) throw new PageError(403);
  if (more.length > 0 || !services.announcements.isKnown(portal, id)) return { kind: 'nothing' };
  const asked = fields.back ?? '';
  const back = isOwnPath(place.domain, asked) ? asked : to.portal();
  if (action === 'dismissed') {
    const ids = [...readDismissed(ctx.get('cookie')).filter((one) => one !== id), id];
    return { kind: 'redirect', to: back, cookie: dismissedCookie(place.domain, ids) };
  }
  if (action !== 'affected') return { kind: 'nothing' };
  if (!session) return signInAgainPage(request, back, {});
  const affects = fields.affects !== 'no';
  const isSaid = await services.announcements.setAffected(session.viewer, id, affects);
  return isSaid ? { kind: 'redirect', to: `${back}#announcement-${id}` } : { kind: 'nothing' };
}
