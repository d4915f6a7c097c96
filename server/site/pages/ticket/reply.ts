import { BODY_LENGTH } from '../../../contracts/tickets';
import type { CustomerSession } from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { keepUploads, secretsStep, sentFiles } from '../../composed';
import type { Problem } from '../../layout/parts';
import { isMessageKey } from '../../messages';
import type { Answer, SiteRequest } from '../../request';
import { ticketHtml } from './page';

export function fileProblems(request: SiteRequest, form: FormBody): Problem[] {
  return form.problems.map(({ key, name }) => ({
    field: 'files',
    text: isMessageKey(key) ? request.t(key, { name }) : name,
  }));
}

export async function replyToTicket(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, t, language } = request;
  const { viewer } = session;
  const { conversation = '', submissionKey = '' } = form.fields;
  const files = await sentFiles(request, viewer, form, fileProblems(request, form));
  const before = files.areSomeGone
    ? await services.customerTickets.sentBefore(viewer, submissionKey, id)
    : null;
  if (before !== null) {
    await services.attachments.discard(form.files);
    return sent(request, id, before, conversation);
  }
  const { fields, found } = secretsStep(viewer, form.fields, ['body']);
  const body = (fields.body ?? '').trim();
  const problems: Problem[] = [];
  if (body === '') problems.push({ field: 'body', text: t('error.body') });
  if (body.length > BODY_LENGTH) problems.push({ field: 'body', text: t('error.bodyLong') });
  problems.push(...files.problems);
  if (problems.length > 0 || found.length > 0) {
    const ticket = await services.customerTickets.find(viewer, id, language, conversation);
    if (!ticket) {
      await services.attachments.discard(form.files);
      return { kind: 'nothing' };
    }
    const uploads = await keepUploads(request, viewer, form, files.ahead);
    request.composed = { uploads, secrets: problems.length > 0 ? [] : found };
    return { kind: 'page', status: 422, html: ticketHtml(request, ticket, body, problems) };
  }
  const done = await keepFiles(services.attachments, form, () =>
    services.customerTickets.reply(viewer, id, {
      body,
      files: [...files.ahead, ...form.files],
      submissionKey,
      conversation,
    }),
  );
  if (!done) return { kind: 'nothing' };
  return sent(request, id, done.ticketId, conversation);
}

/** To the ticket that the reply stands in: its own, or the one that follows it up. */
function sent(request: SiteRequest, id: string, ticketId: string, conversation: string): Answer {
  const isOwn = ticketId === id;
  const asked = new URLSearchParams({ done: isOwn ? 'reply' : 'followed-up' });
  if (isOwn && conversation !== '') asked.set('conversation', conversation);
  return { kind: 'redirect', to: `${request.to.portal('tickets', ticketId)}?${asked.toString()}` };
}
