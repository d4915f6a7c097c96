import { h } from '../../html';
import { KeptFields, keptOf, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { Field, Files } from '../../layout/parts';
import { SystemText } from '../../system-texts';
import { minutesOf, type PageError, type SiteRequest } from '../../request';

type Status = PageError['status'] | 500;

/** A calm page for what did not work. The 404 page is the same for every cause. */
export function problemPage(
  request: SiteRequest,
  status: Status,
  extra: { id?: string; retryAfter?: number } = {},
): string {
  const { t, to, place } = request;
  const values = { id: extra.id ?? '', minutes: minutesOf(extra.retryAfter ?? 0) };
  const typed = status === 500 ? request.typed : undefined;
  return renderPage(request, {
    title: t(`page.${status}`),
    isProblem: true,
    children: (
      <div class="narrow calm">
        <h1>{t(`page.${status}`)}</h1>
        <p>{t(`page.${status}text`, values)}</p>
        {typed && <Again request={request} typed={typed} />}
        <p>
          <a href={place.knowledgeBase ? to.knowledgeBase() : to.portal()}>{t('page.home')}</a>
        </p>
      </div>
    ),
  });
}

/** What was typed, to copy or to send once more: under the same key, so that it is stored once whatever happened. */
function Again({ request, typed }: { request: SiteRequest; typed: Record<string, string> }) {
  const { t, to, place } = request;
  return (
    <form
      class="form"
      method="post"
      enctype="multipart/form-data"
      action={to.portal(...place.rest)}
    >
      <p>{t('page.typed')}</p>
      <input type="hidden" name="formToken" value={typed.formToken ?? ''} />
      <input type="hidden" name="submissionKey" value={typed.submissionKey ?? ''} />
      {typed.subject !== undefined && (
        <Field id="subject" label={t('new.subject')} value={typed.subject} readOnly />
      )}
      <Field id="body" label={t('new.body')} rows={10} value={typed.body ?? ''} readOnly />
      <KeptFields kept={otherFields(typed)} />
      <Files request={request} />
      <button class="primary">{t('page.again')}</button>
    </form>
  );
}

/** What a request form asked for beside subject and message. */
const otherFields = (typed: Kept): Kept =>
  Object.fromEntries(
    Object.entries(keptOf(typed)).filter(([name]) => name !== 'subject' && name !== 'body'),
  );

export function pausedPage(request: SiteRequest): string {
  const { t } = request;
  return renderPage(request, {
    title: t('page.paused'),
    children: (
      <div class="narrow calm">
        <h1>{t('page.paused')}</h1>
        <SystemText request={request} page="paused" otherwise={t('page.pausedText')} />
      </div>
    ),
  });
}
