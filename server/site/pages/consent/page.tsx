import type { CustomerSession, PortalRecord } from '../../../services/types';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { keptOf } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { Time } from '../../layout/parts';
import { ownPathOr, type Answer, type SiteRequest } from '../../request';
import { HelpContact } from '../../system-texts';
import { profilePart } from '../profile/shell';
import { goOn } from '../sign-in/go-on';
import { consentPage, NoticeText } from './notice';

const REFUSED = ['consent', 'refused'];

/** What the form of the notice sends, while the notice is due. */
export async function answerConsent(
  request: SiteRequest,
  due: CustomerSession,
  token: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const { services, to } = request;
  const { portal } = due.viewer;
  if (fields.answer === 'refuse') {
    await services.consents.refuse(due.viewer);
    const cookie = sessionCookie(portal.domain, '', -1);
    return { kind: 'redirect', to: to.portal(...REFUSED), cookie };
  }
  const next = ownPathOr(request, fields.next ?? '');
  const kept = keptOf(fields);
  const answer =
    fields.answer === 'accept'
      ? await services.consents.give(due.viewer, {
          version: Number(fields.version),
          textHash: fields.textHash ?? '',
        })
      : 'changed';
  return answer === 'changed'
    ? consentPage(request, due, { next, kept, status: 409, isChanged: true })
    : goOn(request, portal, { token, next, kept });
}

/** The same form from another tab, when the notice was accepted already: on it goes. */
export const consentGiven = (
  request: SiteRequest,
  { viewer }: CustomerSession,
  token: string,
  fields: Record<string, string>,
): Promise<Answer> =>
  goOn(request, viewer.portal, {
    token,
    next: ownPathOr(request, fields.next ?? ''),
    kept: keptOf(fields),
  });

/** What its reader accepted, to read again. */
export async function ownConsentPage(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { t, services } = request;
  const given = await services.consents.lastOf(session.viewer);
  if (!given) return { kind: 'nothing' };
  return profilePart(request, session, {
    part: 'consent',
    title: t('consent.own'),
    children: [
      <p>
        {t('consent.given')} <Time request={request} instant={given.givenAt} />
      </p>,
      <NoticeText text={given.text} language={given.language} />,
    ],
  });
}

/** Where whoever does not accept is led; he is signed out by then. */
export function refusedPage(request: SiteRequest, portal: PortalRecord): Answer {
  const { ctx, t, to } = request;
  if (ctx.method === 'POST') return { kind: 'nothing' };
  const html = renderPage(request, {
    title: t('consent.refused'),
    children: (
      <div class="narrow calm">
        <h1>{t('consent.refused')}</h1>
        <p>{t('consent.refusedText', { company: portal.company })}</p>
        {portal.settings.general.helpContact !== '' && (
          <p>
            <HelpContact request={request} />
          </p>
        )}
        <p>
          <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
        </p>
      </div>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}
