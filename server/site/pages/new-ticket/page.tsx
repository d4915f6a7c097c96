import type { FormField } from '../../../contracts/request-forms';
import { wordIn } from '../../../rules/property-values';
import { fieldName, type Answers, type FieldState } from '../../../rules/request-forms';
import type { CustomerSession, PublishedForm } from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { h } from '../../html';
import { FORM_VERSION, LEFT_OVER } from '../../layout/kept-fields';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { FormShell, Problems, SubmissionKey, type Problem } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import type { Answer, SiteRequest } from '../../request';
import { fileProblems } from '../ticket/page';
import { answersAtFirst, answersOf } from './answers';
import { ChangeNotice, goneHtml, LeftOver, type Change } from './changed';
import { RequestFormField } from './form-field';
import { problemText, titleOf } from './form-words';
import { leftOverOf } from './left-over';
import { formAt, leftOverAt, placeOf, type Place } from './place';

const NOTHING: Answer = { kind: 'nothing' };

/** The form that an address names, or the choice between several. A link may fill in the fields of the form. */
export function newTicketPage(
  request: SiteRequest,
  session: CustomerSession,
  slug?: string,
): Answer {
  const forms = request.services.requestForms.shown(session.viewer.portal, session.viewer);
  const form = formAt(forms, slug);
  if (form) {
    const answers = answersAtFirst(request, form);
    return { kind: 'page', status: 200, html: formHtml(request, form, { answers }) };
  }
  if (slug !== undefined || forms.length === 0) return NOTHING;
  return { kind: 'page', status: 200, html: choiceHtml(request, forms) };
}

/** The form with what was typed into it before a session ended. */
export async function goOnWithTicket(
  request: SiteRequest,
  session: CustomerSession,
  slug: string | undefined,
  typed: Record<string, string>,
): Promise<Answer> {
  const place = await placeOf(request, session, slug, typed);
  if (!place.form) return gone(request, place, typed, false);
  return { kind: 'page', status: 200, html: shownAgain(request, place.form, place, typed) };
}

export async function createTicket(
  request: SiteRequest,
  session: CustomerSession,
  slug: string | undefined,
  sent: FormBody,
): Promise<Answer> {
  const { services, to, language } = request;
  const place = await placeOf(request, session, slug, sent.fields);
  const files = [...sent.files, ...sent.problems].map(({ name }) => name);
  const { form, change } = place;
  if (!form) {
    await services.attachments.discard(sent.files);
    return gone(request, place, sent.fields, files.length > 0);
  }
  const answers = answersOf(form, sent.fields, files);
  const answer = services.requestForms.read(form, answers, language);
  const leftOver = leftOverAt(request, place, sent.fields);
  const isLost =
    leftOver !== (sent.fields[LEFT_OVER] ?? '') || (files.length > 0 && !takesFiles(answer));
  if (change === 'other-form' || (change === 'same-form' && isLost)) {
    await services.attachments.discard(sent.files);
    const html = shownAgain(request, form, place, sent.fields, files.length > 0);
    return { kind: 'page', status: 409, html };
  }
  const refusedFiles = takesFiles(answer) ? fileProblems(request, sent) : [];
  if (answer.outcome === 'refused' || refusedFiles.length > 0) {
    await services.attachments.discard(sent.files);
    const states = answer.outcome === 'refused' ? answer.states : new Map<string, FieldState>();
    const problems = [...problemsOf(request, form, states), ...refusedFiles];
    const html = formHtml(request, form, { answers, problems, change, leftOver });
    return { kind: 'page', status: 422, html };
  }
  const kept = answer.takesFiles ? sent : { ...sent, files: [] };
  if (!answer.takesFiles) await services.attachments.discard(sent.files);
  const ticket = await keepFiles(services.attachments, kept, () =>
    services.customerTickets.create(session.viewer, {
      ...answer.ticket,
      files: kept.files,
      submissionKey: sent.fields.submissionKey ?? '',
    }),
  );
  const said = new URLSearchParams({ done: 'created', form: form.slug });
  return { kind: 'redirect', to: `${to.portal('tickets', ticket.id)}?${said.toString()}` };
}

function shownAgain(
  request: SiteRequest,
  form: PublishedForm,
  place: Place,
  fields: Record<string, string>,
  hadFiles = false,
): string {
  const answers = answersOf(form, fields, []);
  const { change } = place;
  const leftOver = leftOverAt(request, place, fields);
  return formHtml(request, form, { answers, change, leftOver, hadFiles });
}

/** To whoever typed nothing it is as if the form had never been. */
function gone(
  request: SiteRequest,
  { forms, before }: Place,
  sent: Record<string, string>,
  hadFiles: boolean,
): Answer {
  const text = leftOverOf(request, sent, before, null);
  if (text === '' && !hadFiles) return NOTHING;
  return { kind: 'page', status: 409, html: goneHtml(request, { forms, sent, text, hadFiles }) };
}

const takesFiles = (
  answer: ReturnType<SiteRequest['services']['requestForms']['read']>,
): boolean =>
  answer.outcome === 'taken'
    ? answer.takesFiles
    : answer.states.get('attachments')?.isShown === true;

const problemsOf = (
  request: SiteRequest,
  form: PublishedForm,
  states: ReadonlyMap<string, FieldState>,
): Problem[] =>
  form.content.fields.flatMap((field) => {
    const problem = states.get(field.property)?.problem ?? '';
    if (problem === '') return [];
    return [{ field: fieldName(field.property), text: problemText(request, form, field, problem) }];
  });

function formHtml(
  request: SiteRequest,
  form: PublishedForm,
  state: {
    answers: Answers;
    problems?: Problem[];
    change?: Change | null;
    leftOver?: string;
    hadFiles?: boolean;
  },
): string {
  const { t, to, language } = request;
  const { content } = form;
  const { answers, problems = [], change = null, leftOver = '', hadFiles = false } = state;
  const title = titleOf(request, form);
  return renderPage(request, {
    title,
    isError: problems.length > 0,
    current: 'tickets',
    children: (
      <FormShell title={title}>
        <div class="prose">
          {renderMessage(wordIn(content.introduction, language) || t('new.intro'))}
        </div>
        {change && <ChangeNotice request={request} change={change} hadFiles={hadFiles} />}
        <Problems request={request} problems={problems} />
        <form
          method="post"
          enctype="multipart/form-data"
          action={to.portal('new', form.slug)}
          data-form={scriptOf(request, form)}
        >
          <FormToken request={request} />
          <SubmissionKey />
          <input type="hidden" name={FORM_VERSION} value={form.version} />
          <LeftOver request={request} text={leftOver} />
          <div class="cells">
            {content.fields.map((field) => {
              const shape = form.shape.find(({ property }) => property === field.property);
              return (
                shape && (
                  <RequestFormField
                    request={request}
                    form={form}
                    field={field}
                    shape={shape}
                    typed={answers[field.property] ?? []}
                    problems={problems}
                  />
                )
              );
            })}
          </div>
          <button class="primary">{wordIn(content.button, language) || t('new.send')}</button>
        </form>
      </FormShell>
    ),
  });
}

/** What the page's script needs to ask the same rule: the shape, and what to say beside each field. */
function scriptOf(request: SiteRequest, form: PublishedForm): string {
  const problems = ['required', 'tooLong', 'number', 'date', 'option', 'yesNo', 'link'] as const;
  const words = (field: FormField) =>
    Object.fromEntries(
      problems.map((problem) => [problem, problemText(request, form, field, problem)]),
    );
  return JSON.stringify({
    fields: form.shape,
    words: Object.fromEntries(form.content.fields.map((field) => [field.property, words(field)])),
  });
}

function choiceHtml(request: SiteRequest, forms: PublishedForm[]): string {
  const { t, to, language } = request;
  return renderPage(request, {
    title: t('new.title'),
    current: 'tickets',
    children: (
      <div class="narrow">
        <h1>{t('new.title')}</h1>
        <p>{t('new.choice')}</p>
        <ul class="cards">
          {forms.map((form) => {
            const introduction = wordIn(form.content.introduction, language) || t('new.intro');
            return (
              <li>
                <a class="card" href={to.portal('new', form.slug)}>
                  <strong>{titleOf(request, form)}</strong>
                  <span>{plain(introduction)}</span>
                </a>
              </li>
            );
          })}
        </ul>
      </div>
    ),
  });
}

const TEASER = 160;

/** The first words of a Markdown text, for a place where no link may stand. */
function plain(markdown: string): string {
  const text = markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > TEASER ? `${text.slice(0, TEASER).trimEnd()}…` : text;
}
