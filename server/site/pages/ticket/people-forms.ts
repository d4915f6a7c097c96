import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import { minutesOf, type Answer, type SiteRequest } from '../../request';
import { peoplePage } from './people';

const NOTHING: Answer = { kind: 'nothing' };

const toPeople = ({ to }: SiteRequest, id: string, done: string): Answer => ({
  kind: 'redirect',
  to: `${to.portal('tickets', id, 'people')}?done=${done}`,
});

/** A colleague who was chosen, or an address that was typed: every address is answered alike. */
export async function addPerson(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  { fields }: FormBody,
): Promise<Answer> {
  const { services, t } = request;
  const address = (fields.email ?? '').slice(0, 400);
  const { contact = '' } = fields;
  const who = contact === '' ? { address } : { contact };
  const added = await services.ticketPeople.add(session.viewer, id, who);
  switch (added?.outcome) {
    case 'added':
      return toPeople(request, id, 'participant-added');
    case 'asked':
      return toPeople(request, id, 'participant-asked');
    case 'no-address':
      return peoplePage(request, session, id, {
        address,
        problems: [{ field: 'email', text: t('colleagues.noAddress') }],
        status: 422,
      });
    case 'full':
      return peoplePage(request, session, id, { address, problems: [], status: 422 });
    case 'limited':
      return peoplePage(request, session, id, {
        address,
        problems: [
          {
            field: contact === '' ? 'email' : 'add-colleague',
            text: t('ticket.addLimited', { minutes: minutesOf(added.retryAfter) }),
          },
        ],
        status: 429,
      });
    default:
      return NOTHING;
  }
}

export async function removePerson(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  { fields }: FormBody,
): Promise<Answer> {
  const isDone = await request.services.ticketPeople.remove(viewer, id, fields.contact ?? '');
  return isDone ? toPeople(request, id, 'participant-removed') : NOTHING;
}

export async function leaveTicket(
  { services, to }: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
): Promise<Answer> {
  const left = await services.ticketPeople.leave(viewer, id);
  if (!left) return NOTHING;
  const page = left.sees ? to.portal('tickets', id) : to.portal();
  return { kind: 'redirect', to: `${page}?done=left` };
}

export async function setPrivate(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  { fields }: FormBody,
): Promise<Answer> {
  const isPrivate = fields.private === 'yes';
  const isDone = await request.services.ticketPeople.setPrivate(viewer, id, isPrivate);
  return isDone ? toPeople(request, id, isPrivate ? 'private' : 'visible') : NOTHING;
}

export async function setMails(
  { services, to }: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  { fields }: FormBody,
): Promise<Answer> {
  const wanted = fields.wanted === 'yes';
  if (!(await services.ticketPeople.setMails(viewer, id, wanted))) return NOTHING;
  return {
    kind: 'redirect',
    to: `${to.portal('tickets', id)}?done=${wanted ? 'mails-on' : 'mails-off'}`,
  };
}
