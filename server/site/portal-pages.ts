import { dispositionOf } from '../rules/attachment-names';
import type { PortalRecord, SitePlace } from '../services/types';
import { readForm } from './body';
import { sessionCookie } from './cookies';
import { hasFormToken } from './form-token';
import { keptOf } from './layout/kept-fields';
import { answerAnnouncement } from './pages/announcement/page';
import { createTicket, newTicketPage } from './pages/new-ticket/page';
import { pausedPage } from './pages/problem/page';
import { changePassword, profilePage, saveProfile } from './pages/profile/page';
import {
  forgottenPasswordPage,
  resetPasswordPage,
  signInAgainPage,
  signInPage,
} from './pages/sign-in/page';
import { closeTicket, replyToTicket, ticketPage } from './pages/ticket/page';
import { testVisitPage } from './pages/test-visit/page';
import { ticketListPage } from './pages/ticket-list/page';
import { PageError, type Answer, type SiteRequest } from './request';

const NOTHING: Answer = { kind: 'nothing' };

/** Which page of the portal answers. Everything but signing in needs a session. */
export async function portalPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
): Promise<Answer> {
  const { ctx, place, session, to } = request;
  const [page, ...rest] = place.rest;
  if (portal.state !== 'live')
    return { kind: 'page', status: 503, html: pausedPage(request), isUnlisted: true };
  if (rest.length === 0) {
    if (page === 'sign-in') return signInPage(request, portal);
    if (page === 'forgotten-password') return forgottenPasswordPage(request, portal);
    if (page === 'reset-password') return resetPasswordPage(request, portal);
    if (page === 'test-visit') return testVisitPage(request, portal);
  }
  if (ctx.method === 'POST')
    return page === 'announcements'
      ? answerAnnouncement(request, portal, rest)
      : signedInPost(request, portal, token);
  if (!session)
    return { kind: 'redirect', to: `${to.portal('sign-in')}?next=${encodeURIComponent(ctx.url)}` };
  if (page === undefined) return ticketListPage(request, session);
  if (page === 'new' && rest.length <= 1) return newTicketPage(request, session, rest[0]);
  if (page === 'profile' && rest.length === 0) return profilePage(request, session);
  const [id, part, attachmentId, ...more] = rest;
  if (page !== 'tickets' || id === undefined || more.length > 0) return NOTHING;
  if (part === undefined) return ticketPage(request, session, id);
  if (part === 'attachments' && attachmentId !== undefined)
    return attachment(request, id, attachmentId);
  return NOTHING;
}

const isMessageForm = ({ kind, rest: [page, , action, ...more] }: SitePlace) =>
  kind === 'portal' &&
  (page === 'new'
    ? action === undefined
    : page === 'tickets' && action === 'reply' && more.length === 0);

/** After a failure that came before the form was read: what was typed is still on its way. */
export async function readTyped(request: SiteRequest): Promise<void> {
  const { ctx, place, services } = request;
  if (ctx.method !== 'POST' || ctx.req.readableDidRead || !isMessageForm(place)) return;
  const form = await readForm(ctx, services.attachments).catch(() => null);
  request.typed = form?.fields;
}

async function signedInPost(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
): Promise<Answer> {
  const { ctx, place, session, services, to } = request;
  const [page, id, action, ...more] = place.rest;
  const takesText = isMessageForm(place);
  const form = await readForm(ctx, services.attachments, session !== null && takesText);
  if (takesText) request.typed = form.fields;
  if (!session) {
    const back =
      page === 'tickets' && id !== undefined
        ? to.portal('tickets', id)
        : page === 'new'
          ? to.portal('new', id ?? '')
          : to.portal();
    return signInAgainPage(request, back, keptOf(form.fields));
  }
  if (!hasFormToken(request, form.fields)) {
    await services.attachments.discard(form.files);
    throw new PageError(403);
  }
  if (page === 'sign-out' && id === undefined) {
    await services.sessions.end(token);
    return {
      kind: 'redirect',
      to: `${to.portal('sign-in')}?done=signed-out`,
      cookie: sessionCookie(portal.domain, '', -1),
    };
  }
  if (page === 'new' && action === undefined) return createTicket(request, session, id, form);
  if (page === 'profile' && id === undefined) return saveProfile(request, session, form.fields);
  if (page === 'profile' && id === 'password' && action === undefined)
    return changePassword(request, session, form.fields);
  if (page === 'tickets' && id !== undefined && more.length === 0) {
    if (action === 'reply') return replyToTicket(request, session, id, form);
    if (action === 'close') return closeTicket(request, session, id);
  }
  await services.attachments.discard(form.files);
  return NOTHING;
}

async function attachment(
  request: SiteRequest,
  ticketId: string,
  attachmentId: string,
): Promise<Answer> {
  const { session, services } = request;
  const found = session
    ? await services.attachments.openForCustomer(session.viewer, ticketId, attachmentId)
    : null;
  if (!found) return NOTHING;
  const { file, stream } = found;
  return {
    kind: 'file',
    stream,
    size: file.size,
    headers: {
      'Content-Type': file.mimeType,
      'Content-Disposition': dispositionOf(file.name),
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  };
}
