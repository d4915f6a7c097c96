import { fieldName } from '../../../rules/request-forms';
import type { TypedChange } from '../../../services/ticket-edits';
import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import type { Answer, SiteRequest } from '../../request';
import { SHOWN } from './edit-form';
import { ticketHtml } from './page';

export async function editTicket(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, to, language } = request;
  await services.attachments.discard(form.files);
  const ticket = await services.customerTickets.find(viewer, id, language);
  if (!ticket) return { kind: 'nothing' };
  const typed: Record<string, TypedChange> = {};
  for (const { definition } of ticket.editable) {
    const name = fieldName(definition.key);
    const wasShown = form.fields[SHOWN + name];
    const isOfSeveral = definition.kind === 'choices';
    const valuesOf = (sent: string) => (isOfSeveral ? sent.split(/\r?\n/) : [sent]);
    let now = form.fields[name] ?? '';
    // A box that is not ticked sends nothing: it takes a yes back, and leaves alone what nobody answered.
    if (definition.kind === 'yes-no' && now === '' && wasShown) now = 'no';
    if (wasShown === undefined && form.fields[name] === undefined) continue;
    typed[definition.key] = {
      now: valuesOf(now),
      shown: wasShown === undefined ? undefined : valuesOf(wasShown),
    };
  }
  const outcome = await services.ticketEdits.edit(viewer, id, typed);
  if (!outcome) return { kind: 'nothing' };
  if (outcome.outcome === 'saved')
    return { kind: 'redirect', to: `${to.portal('tickets', id)}?done=saved` };
  const values = Object.fromEntries(Object.entries(typed).map(([key, { now }]) => [key, now]));
  const edits = { values, problems: outcome.problems };
  return { kind: 'page', status: 422, html: ticketHtml(request, ticket, '', [], { edits }) };
}
