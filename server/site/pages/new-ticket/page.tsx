import { BODY_LENGTH, SUBJECT_LENGTH } from '../../../contracts/tickets';
import type { CustomerSession } from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { h } from '../../html';
import { FormToken, renderPage } from '../../layout/page';
import { Field, Files, FormShell, Problems, SubmissionKey, type Problem } from '../../layout/parts';
import { query, type Answer, type SiteRequest } from '../../request';
import { fileProblems } from '../ticket/page';

/** `typed`: what was typed before a session ended; a link may fill in the subject. */
export function newTicketPage(
  request: SiteRequest,
  typed: { subject?: string; body?: string } = {},
): Answer {
  const subject = typed.subject ?? query(request, 'subject').slice(0, SUBJECT_LENGTH);
  return {
    kind: 'page',
    status: 200,
    html: newTicketHtml(request, { subject, body: typed.body ?? '' }, []),
  };
}

export async function createTicket(
  request: SiteRequest,
  session: CustomerSession,
  form: FormBody,
): Promise<Answer> {
  const { services, to, t } = request;
  const subject = (form.fields.subject ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const body = (form.fields.body ?? '').trim();
  const problems: Problem[] = [];
  if (subject === '') problems.push({ field: 'subject', text: t('error.subject') });
  if (subject.length > SUBJECT_LENGTH)
    problems.push({ field: 'subject', text: t('error.subjectLong') });
  if (body === '') problems.push({ field: 'body', text: t('error.body') });
  if (body.length > BODY_LENGTH) problems.push({ field: 'body', text: t('error.bodyLong') });
  problems.push(...fileProblems(request, form));
  if (problems.length > 0) {
    await services.attachments.discard(form.files);
    return { kind: 'page', status: 422, html: newTicketHtml(request, { subject, body }, problems) };
  }
  const ticket = await keepFiles(services.attachments, form, () =>
    services.customerTickets.create(session.viewer, {
      subject,
      body,
      files: form.files,
      submissionKey: form.fields.submissionKey ?? '',
    }),
  );
  return { kind: 'redirect', to: `${to.portal('tickets', ticket.id)}?done=created` };
}

function newTicketHtml(
  request: SiteRequest,
  typed: { subject: string; body: string },
  problems: Problem[],
): string {
  const { t, to } = request;
  return renderPage(request, {
    title: t('new.title'),
    isError: problems.length > 0,
    current: 'tickets',
    children: (
      <FormShell title={t('new.title')}>
        <p>{t('new.intro')}</p>
        <Problems request={request} problems={problems} />
        <form method="post" enctype="multipart/form-data" action={to.portal('new')}>
          <FormToken request={request} />
          <SubmissionKey />
          <Field id="subject" label={t('new.subject')} value={typed.subject} problems={problems} />
          <Field id="body" label={t('new.body')} rows={10} value={typed.body} problems={problems} />
          <Files request={request} problems={problems} />
          <button class="primary">{t('new.send')}</button>
        </form>
      </FormShell>
    ),
  });
}
