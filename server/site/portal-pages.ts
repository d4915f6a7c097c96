import type { CustomerSession, PortalRecord, SitePlace } from '../services/types';
import { readForm, type FormBody } from './body';
import { sessionCookie } from './cookies';
import { hasFormToken } from './form-token';
import { keptOf } from './layout/kept-fields';
import { accessibilityPage } from './pages/accessibility/page';
import { answerAnnouncement } from './pages/announcement/page';
import { colleaguesForm, colleaguesPage } from './pages/colleagues/page';
import { consentGate } from './pages/consent/gate';
import { consentGiven, ownConsentPage, refusedPage } from './pages/consent/page';
import {
  askErasure,
  downloadMyData,
  erasurePage,
  myDataPage,
  takeBackErasure,
} from './pages/my-data/page';
import { askForLink, enterCode, magicLinkPage } from './pages/magic-link/page';
import { answeredPage, articleAnswered } from './pages/new-ticket/answered';
import { createTicket, newTicketPage } from './pages/new-ticket/page';
import { suggestionsPage } from './pages/new-ticket/suggestions';
import { passkeyOptions, passkeySignIn } from './pages/passkeys/page';
import { pausedPage } from './pages/problem/page';
import { confirmAddressPage } from './pages/confirm-address/page';
import { addressPage, askAddress } from './pages/profile/address';
import { devicesPage, endDevice, endOtherDevices, forgetDevices } from './pages/profile/devices';
import {
  appPage,
  beginApp,
  confirmApp,
  makeCodes,
  secondStepPage,
  turnOff,
} from './pages/profile/second-step';
import { signInsPage } from './pages/profile/sign-ins';
import { chooseLanguage } from './pages/profile/language';
import { notificationsPage, saveNotifications } from './pages/profile/notifications';
import { profilePage, saveProfile } from './pages/profile/page';
import {
  addPasskey,
  askForPasskey,
  removePasskey,
  renamePasskey,
} from './pages/profile/passkey-forms';
import { changePassword, passwordPage } from './pages/profile/password';
import { registerPage } from './pages/register/page';
import { proveIt, proveItPage } from './pages/prove-it/page';
import {
  forgottenPasswordPage,
  resetPasswordPage,
  signInAgainPage,
  signInPage,
} from './pages/sign-in/page';
import { ticketAttachment } from './pages/ticket/attachment';
import { closeTicket, reopenTicket } from './pages/ticket/close';
import { editTicket } from './pages/ticket/edit';
import { ticketNews } from './pages/ticket/news';
import { ticketPage } from './pages/ticket/page';
import { peoplePage } from './pages/ticket/people';
import {
  addPerson,
  leaveTicket,
  removePerson,
  setMails,
  setPrivate,
} from './pages/ticket/people-forms';
import { rateTicket } from './pages/ticket/rate';
import { replyToTicket } from './pages/ticket/reply';
import { factorGate } from './pages/second-factor/gate';
import { factorGiven } from './pages/second-factor/page';
import { onwardPage } from './pages/sso/onward';
import { ssoPage } from './pages/sso/page';
import { typedPage } from './pages/sso/typed';
import { testVisitPage } from './pages/test-visit/page';
import { sessionLinkPage } from './pages/session-link/page';
import { ticketListFile } from './pages/ticket-list/export';
import { ticketListPage } from './pages/ticket-list/page';
import { unsubscribePage } from './pages/unsubscribe/page';
import { removeUpload, takeUpload } from './pages/uploads/page';
import { onlyLookingPage, viewAsPage } from './pages/view-as/page';
import { ownPathOr, PageError, query, type Answer, type SiteRequest } from './request';

const NOTHING: Answer = { kind: 'nothing' };

type OpenPage = (request: SiteRequest, portal: PortalRecord) => Answer | Promise<Answer>;
type OwnPage = (request: SiteRequest, session: CustomerSession) => Answer | Promise<Answer>;
type OwnForm = (
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
) => Answer | Promise<Answer>;

/** Pages, and what their forms send, for whoever is not signed in. By the path behind the slug. */
const OPEN_PAGES = new Map<string, OpenPage>([
  ['sign-in', signInPage],
  ['forgotten-password', forgottenPasswordPage],
  ['reset-password', resetPasswordPage],
  ['magic-link', magicLinkPage],
  ['magic-link/ask', askForLink],
  ['magic-link/code', enterCode],
  ['passkeys/sign-in', passkeySignIn],
  ['test-visit', testVisitPage],
  ['session', sessionLinkPage],
  ['register', registerPage],
  ['confirm-address', confirmAddressPage],
  ['consent/refused', refusedPage],
  ['view-as', viewAsPage],
  ['unsubscribe', unsubscribePage],
  ['accessibility', accessibilityPage],
]);

/** Pages of whoever is signed in. */
const OWN_PAGES = new Map<string, OwnPage>([
  ['consent', ownConsentPage],
  ['', ticketListPage],
  ['tickets.csv', ticketListFile],
  ['profile', profilePage],
  ['profile/notifications', notificationsPage],
  ['profile/address', addressPage],
  ['profile/password', passwordPage],
  ['profile/second-step', secondStepPage],
  ['profile/second-step/app', appPage],
  ['profile/devices', devicesPage],
  ['profile/sign-ins', signInsPage],
  ['my-data', myDataPage],
  ['my-data/erasure', erasurePage],
  ['prove-it', proveItPage],
  ['typed', typedPage],
  ['suggestions', suggestionsPage],
]);

/** What the forms of those pages send; the session's form token was there. */
const OWN_FORMS = new Map<string, OwnForm>([
  ['profile', saveProfile],
  ['language', chooseLanguage],
  ['my-data/download', downloadMyData],
  ['my-data/erasure', askErasure],
  ['my-data/take-back', takeBackErasure],
  ['profile/notifications', saveNotifications],
  ['profile/address', askAddress],
  ['profile/password', changePassword],
  ['profile/passkeys/add', addPasskey],
  ['profile/passkeys/rename', renamePasskey],
  ['profile/passkeys/remove', removePasskey],
  ['profile/passkeys/ask', askForPasskey],
  ['profile/second-step/begin', beginApp],
  ['profile/second-step/app', confirmApp],
  ['profile/second-step/codes', makeCodes],
  ['profile/second-step/off', turnOff],
  ['profile/devices/end', endDevice],
  ['profile/devices/end-others', endOtherDevices],
  ['profile/devices/forget', forgetDevices],
  ['stay-signed-in', staySignedIn],
  ['uploads/remove', removeUpload],
  ['prove-it', proveIt],
]);

type TicketPage = (request: SiteRequest, session: CustomerSession, id: string) => Promise<Answer>;
type TicketForm = (
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  form: FormBody,
) => Promise<Answer>;

/** Pages of one ticket, by the path behind its id. */
const TICKET_PAGES = new Map<string, TicketPage>([
  ['', ticketPage],
  ['people', peoplePage],
  ['news', ticketNews],
]);

/** What the forms of those pages send, by the path behind the ticket's id; the session's form token was there. */
const TICKET_FORMS = new Map<string, TicketForm>([
  ['reply', replyToTicket],
  ['close', closeTicket],
  ['reopen', reopenTicket],
  ['edit', editTicket],
  ['rate', rateTicket],
  ['mails', setMails],
  ['private', setPrivate],
  ['people/add', addPerson],
  ['people/remove', removePerson],
  ['people/leave', leaveTicket],
]);

type NamedPage = (
  request: SiteRequest,
  session: CustomerSession,
  ...names: string[]
) => Answer | Promise<Answer>;
type NamedForm = (
  request: SiteRequest,
  session: CustomerSession,
  form: FormBody,
  ...names: string[]
) => Promise<Answer>;

/** Pages whose path names something else than a ticket alone. */
const NAMED_PAGES = new Map<string, NamedPage>([
  ['new', (request, session) => newTicketPage(request, session)],
  ['new/:form', (request, session, form) => newTicketPage(request, session, form)],
  ['new/:form/answered', (request, _session, form = '') => answeredPage(request, form)],
  [
    'tickets/:id/attachments/:file',
    (request, session, id = '', file = '') => ticketAttachment(request, session, id, file),
  ],
]);

/** The same of forms, and those that take files. */
const NAMED_FORMS = new Map<string, NamedForm>([
  ['new', (request, session, form) => createTicket(request, session, undefined, form)],
  ['new/:form', (request, session, form, slug) => createTicket(request, session, slug, form)],
  [
    'new/:form/answered',
    (request, session, { fields }, slug = '') => articleAnswered(request, session, slug, fields),
  ],
  ['uploads', (request, session, form) => takeUpload(request, session, form)],
]);

/** What stands at a path in such a table, with what the path names. */
function namedAt<Found>(
  table: ReadonlyMap<string, Found>,
  rest: readonly string[],
): { found: Found; names: string[] } | null {
  for (const [pattern, found] of table) {
    const parts = pattern.split('/');
    if (parts.length !== rest.length) continue;
    if (parts.every((part, at) => part.startsWith(':') || part === rest[at]))
      return { found, names: rest.filter((_, at) => parts[at]?.startsWith(':')) };
  }
  return null;
}

/** Forms of a ticket that take text and files: what was typed into them is not lost whatever fails. */
const MESSAGE_FORMS = new Set(['reply', 'close', 'rate']);

/** What an admin who looks as a customer may send: nothing but the ways out of looking. */
const LEAVING = new Set(['sign-out', 'view-as', 'sign-in', 'test-visit']);

/** Which page of the portal answers. Everything but signing in needs a session. */
export async function portalPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
): Promise<Answer> {
  const { ctx, place, session, to } = request;
  const [page, ...rest] = place.rest;
  const path = place.rest.join('/');
  if (portal.state !== 'live' && path !== 'unsubscribe')
    return { kind: 'page', status: 503, html: pausedPage(request), isUnlisted: true };
  // Who comes back from a provider is somebody new, whatever the session of before still lacks.
  if (page === 'sso' && rest.length <= 2) return ssoPage(request, portal, rest);
  // Asked by a script, also of who has yet to give the second factor: what it tells is no page.
  if (path === 'passkeys/options') return passkeyOptions(request, portal);
  const unproven = request.factorDue && (await heldByFactor(request, request.factorDue, token));
  if (unproven) return unproven;
  const held = request.consentDue && (await heldByConsent(request, request.consentDue, token));
  if (held) return held;
  if (ctx.method === 'POST' && session && session.viewedBy !== '' && !LEAVING.has(path))
    return onlyLookingPage(request, session);
  const open = OPEN_PAGES.get(path);
  if (open) return open(request, portal);
  if (ctx.method === 'POST')
    return page === 'announcements'
      ? answerAnnouncement(request, portal, rest)
      : signedInPost(request, portal, token);
  if (!session)
    return { kind: 'redirect', to: `${to.portal('sign-in')}?next=${encodeURIComponent(ctx.url)}` };
  const own = OWN_PAGES.get(path);
  if (own) return own(request, session);
  if (page === 'colleagues') return colleaguesPage(request, session, rest);
  // The second factor was given in another tab.
  if (path === 'second-factor')
    return { kind: 'redirect', to: ownPathOr(request, query(request, 'next')) };
  const named = namedAt(NAMED_PAGES, place.rest);
  if (named) return named.found(request, session, ...named.names);
  if (page !== 'tickets' || rest[0] === undefined) return NOTHING;
  const ofTicket = TICKET_PAGES.get(rest.slice(1).join('/'));
  return ofTicket ? ofTicket(request, session, rest[0]) : NOTHING;
}

const isMessageForm = ({ kind, rest: [page, , action, ...more] }: SitePlace) =>
  kind === 'portal' &&
  (page === 'new'
    ? action === undefined
    : page === 'tickets' && MESSAGE_FORMS.has(action ?? '') && more.length === 0);

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
  const { ctx, place, session, services } = request;
  const [page, id] = place.rest;
  const takesText = isMessageForm(place);
  const limits = services.attachments.limitsAt(portal);
  const takesFiles = session !== null && (takesText || place.rest.join('/') === 'uploads');
  const form = await readForm(ctx, services.attachments, takesFiles, limits);
  if (takesText) request.typed = form.fields;
  if (!session) {
    return signInAgainPage(request, pageOfForm(request), keptOf(form.fields));
  }
  if (!hasFormToken(request, form.fields)) {
    await services.attachments.discard(form.files);
    throw new PageError(403);
  }
  if (page === 'sign-out' && id === undefined) return signOut(request, portal, token);
  if (page === 'second-factor' && id === undefined)
    return factorGiven(request, session, token, form.fields);
  if (page === 'consent' && id === undefined)
    return consentGiven(request, session, token, form.fields);
  const named = namedAt(NAMED_FORMS, place.rest);
  if (named) return named.found(request, session, form, ...named.names);
  if (page === 'colleagues')
    return colleaguesForm(request, session, place.rest.slice(1), form.fields);
  const own = OWN_FORMS.get(place.rest.join('/'));
  if (own) return own(request, session, form.fields);
  const ofTicket = TICKET_FORMS.get(place.rest.slice(2).join('/'));
  if (page === 'tickets' && id !== undefined && ofTicket)
    return ofTicket(request, session, id, form);
  await services.attachments.discard(form.files);
  return NOTHING;
}

/** The page whose form a POST was, where somebody goes on who has to do something else first. */
function pageOfForm({ place, to }: SiteRequest): string {
  const [page, id] = place.rest;
  if (page === 'tickets' && id !== undefined) return to.portal('tickets', id);
  if (page === 'new') return to.portal('new', id ?? '');
  return page !== undefined && (page === 'colleagues' || OWN_PAGES.has(page))
    ? to.portal(page)
    : to.portal();
}

/** The idle time begins anew for whoever answers the warning (layout/idle-warning.tsx). */
async function staySignedIn(
  { services }: SiteRequest,
  { viewer }: CustomerSession,
): Promise<Answer> {
  await services.sessions.stay(viewer);
  return { kind: 'done' };
}

const heldByFactor = (request: SiteRequest, due: CustomerSession, token: string) =>
  factorGate(request, due, token, {
    isOpen: (path) => OPEN_PAGES.has(path),
    back: pageOfForm(request),
    signOut: ({ viewer }) => signOut(request, viewer.portal, token),
  });

const heldByConsent = (request: SiteRequest, due: CustomerSession, token: string) =>
  consentGate(request, due, token, {
    isOpen: (path) => OPEN_PAGES.has(path),
    back: pageOfForm(request),
    forms: {
      'sign-out': ({ viewer }) => signOut(request, viewer.portal, token),
      'stay-signed-in': (session) => staySignedIn(request, session),
    },
  });

/** Ends the session here, and then at the provider where it began, whose page for that the browser goes on to. */
async function signOut(request: SiteRequest, portal: PortalRecord, token: string): Promise<Answer> {
  const { ctx, services, session, to, t } = request;
  const elsewhere = await services.singleSignOn.signOut(portal, token);
  if (session && session.viewedBy !== '') await services.viewAs.noteEnd(session);
  const cookie = sessionCookie(portal.domain, '', -1);
  if (elsewhere === null)
    return { kind: 'redirect', to: `${to.portal('sign-in')}?done=signed-out`, cookie };
  ctx.append('Set-Cookie', cookie);
  const signedOut = { ...request, session: null };
  return onwardPage(signedOut, { ...elsewhere, title: t('nav.signOut') });
}

/** Every page and form by its path, for the table of who may do what. */
export const ROUTES = {
  open: [...OPEN_PAGES.keys()],
  own: [...OWN_PAGES.keys()],
  ownForms: [...OWN_FORMS.keys()],
  named: [...NAMED_PAGES.keys()],
  namedForms: [...NAMED_FORMS.keys()],
  ticket: [...TICKET_PAGES.keys()],
  ticketForms: [...TICKET_FORMS.keys()],
} as const;
