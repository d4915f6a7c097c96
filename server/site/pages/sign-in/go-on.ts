import type { CustomerSession, PortalRecord } from '../../../services/types';
import type { Kept } from '../../layout/kept-fields';
import type { Answer, SiteRequest } from '../../request';
import { consentPage } from '../consent/notice';
import { goOnWithTicket } from '../new-ticket/page';
import { ticketPage } from '../ticket/page';

interface Way {
  /** Of the session's cookie. */
  token: string;
  /** A path of our own. */
  next: string;
  /** What was typed before. */
  kept: Kept;
}

/**
 * What follows signing in, or accepting the notice: the page where somebody was. A form that was left comes back in this
 * answer, with the text in it and not yet sent; where the notice is due, the text travels through its page.
 */
export async function goOn(
  request: SiteRequest,
  portal: PortalRecord,
  { token, next, kept }: Way,
): Promise<Answer> {
  const onward: Answer = { kind: 'redirect', to: next };
  if (Object.keys(kept).length === 0) return onward;
  const { session, consentDue } = await request.services.sessions.findAt(token, [portal]);
  const page = session
    ? await goOnWriting({ ...request, session }, session, next, kept)
    : consentDue && consentPage(request, consentDue, { next, kept, status: 200 });
  return page?.kind === 'page' ? page : onward;
}

/** The page of a form with what was typed into it. */
export async function goOnWriting(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  kept: Kept,
): Promise<Answer> {
  const id = next.startsWith(`${request.to.portal('tickets')}/`)
    ? next.split('/').at(-1)
    : undefined;
  if (id !== undefined) return ticketPage(request, session, id, kept);
  const form = next.startsWith(`${request.to.portal('new')}/`) ? next.split('/').at(-1) : undefined;
  return goOnWithTicket(request, session, form, kept);
}
