import type { CustomerSession } from '../../../services/types';
import { query, type Answer, type SiteRequest } from '../../request';
import { inviteForm, sendInvitation } from './invite';
import { colleagueList, listAddress } from './list';
import { removeForm } from './remove';

const NOTHING: Answer = { kind: 'nothing' };

/** Pages of whoever manages a company; for everybody else there are none, and none where the portal lets no managers. */
export async function colleaguesPage(
  request: SiteRequest,
  session: CustomerSession,
  rest: readonly string[],
): Promise<Answer> {
  if (!session.managesCompany) return NOTHING;
  const [first = '', second, ...more] = rest;
  if (more.length > 0) return NOTHING;
  const company = query(request, 'company').slice(0, 40);
  if (first === '') return colleagueList(request, session, company);
  if (first === 'invite' && second === undefined) return inviteForm(request, session, company);
  return second === 'remove' ? removeForm(request, session, company, first) : NOTHING;
}

/** What the forms of those pages send. Every service asks anew whose company it is. */
export async function colleaguesForm(
  request: SiteRequest,
  session: CustomerSession,
  rest: readonly string[],
  fields: Record<string, string>,
): Promise<Answer> {
  const [first = '', second, ...more] = rest;
  const company = fields.company ?? '';
  if (more.length > 0 || first === '') return NOTHING;
  if (first === 'invite' && second === undefined)
    return sendInvitation(request, session, company, fields);
  const { colleagues } = request.services;
  const { viewer } = session;
  const back = (done: string): Answer => ({
    kind: 'redirect',
    to: listAddress(request, { company, done }),
  });
  switch (second) {
    case 'invite': {
      const done = await colleagues.inviteColleague(viewer, company, first);
      if (done === null) return NOTHING;
      return back(done === 'limited' ? 'colleague-limited' : 'colleague-asked');
    }
    case 'sight': {
      if (fields.sees !== 'yes' && fields.sees !== 'no') return NOTHING;
      const sees = fields.sees === 'yes';
      const isDone = await colleagues.setSight(viewer, company, first, sees);
      return isDone ? back(sees ? 'colleague-sees' : 'colleague-blind') : NOTHING;
    }
    case 'remove':
      return (await colleagues.remove(viewer, company, first))
        ? back('colleague-removed')
        : NOTHING;
    case 'take-back':
      return (await colleagues.takeBack(viewer, company, first))
        ? back('colleague-taken-back')
        : NOTHING;
    default:
      return NOTHING;
  }
}
