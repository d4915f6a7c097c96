import type { FormField } from '../../../contracts/request-forms';
import { LONG_TEXT_LENGTH, TEXT_LENGTH } from '../../../contracts/property-limits';
import { wordIn } from '../../../rules/property-values';
import { fieldName, type Answers, type FieldState } from '../../../rules/request-forms';
import type { CustomerSession, PublishedForm } from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { h } from '../../html';
import { FormToken, renderPage } from '../../layout/page';
import { FormShell, Problems, SubmissionKey, type Problem } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import type { Answer, SiteRequest } from '../../request';
import { fileProblems } from '../ticket/page';
import { RequestFormField } from './form-field';
import { problemText, titleOf } from './form-words';

const NOTHING: Answer = { kind: 'nothing' };

/**
 * The form that an address names, or the choice between several. `typed`: what was typed before a session ended; a link
 * may fill in the fields of the form.
 */
export function newTicketPage(
  request: SiteRequest,
  session: CustomerSession,
  slug?: string,
  typed?: Record<string, string>,
): Answer {
  const forms = request.services.requestForms.shown(session.viewer.portal, session.viewer);
  const form = formAt(forms, slug);
  if (form) {
    const answers = typed ? answersOf(form, typed, []) : answersAtFirst(request, form);
    return { kind: 'page', status: 200, html: formHtml(request, form, answers, []) };
  }
  if (slug !== undefined || forms.length === 0) return NOTHING;
  return { kind: 'page', status: 200, html: choiceHtml(request, forms) };
}

export async function createTicket(
  request: SiteRequest,
  session: CustomerSession,
  slug: string | undefined,
  sent: FormBody,
): Promise<Answer> {
  const { services, to, language } = request;
  const { viewer } = session;
  const form = formAt(services.requestForms.shown(viewer.portal, viewer), slug);
  if (!form) {
    await services.attachments.discard(sent.files);
    return NOTHING;
  }
  const files = [...sent.files, ...sent.problems].map(({ name }) => name);
  const answers = answersOf(form, sent.fields, files);
  const answer = services.requestForms.read(form, answers, language);
  const refusedFiles = takesFiles(answer) ? fileProblems(request, sent) : [];
  if (answer.outcome === 'refused' || refusedFiles.length > 0) {
    await services.attachments.discard(sent.files);
    const states = answer.outcome === 'refused' ? answer.states : new Map<string, FieldState>();
    const problems = [...problemsOf(request, form, states), ...refusedFiles];
    return { kind: 'page', status: 422, html: formHtml(request, form, answers, problems) };
  }
  const kept = answer.takesFiles ? sent : { ...sent, files: [] };
  if (!answer.takesFiles) await services.attachments.discard(sent.files);
  const ticket = await keepFiles(services.attachments, kept, () =>
    services.customerTickets.create(viewer, {
      ...answer.ticket,
      files: kept.files,
      submissionKey: sent.fields.submissionKey ?? '',
    }),
  );
  const said = new URLSearchParams({ done: 'created', form: form.slug });
  return { kind: 'redirect', to: `${to.portal('tickets', ticket.id)}?${said.toString()}` };
}

/** Without a name it is the only one that there is. */
const formAt = (forms: PublishedForm[], slug?: string): PublishedForm | undefined =>
  slug === undefined
    ? forms.length === 1
      ? forms[0]
      : undefined
    : forms.find((form) => form.slug === slug);

const takesFiles = (
  answer: ReturnType<SiteRequest['services']['requestForms']['read']>,
): boolean =>
  answer.outcome === 'taken'
    ? answer.takesFiles
    : answer.states.get('attachments')?.isShown === true;

function answersOf(
  form: PublishedForm,
  fields: Record<string, string>,
  files: readonly string[],
): Answers {
  return Object.fromEntries(
    form.shape.map(({ property, kind }) => {
      if (kind === 'attachments') return [property, files];
      const text = fields[fieldName(property)] ?? '';
      return [property, kind === 'choices' ? text.split(/\r?\n/) : [text]];
    }),
  );
}

/** From the address, where a link names a field of the form, else the field's own default. */
function answersAtFirst({ asked }: SiteRequest, form: PublishedForm): Answers {
  return Object.fromEntries(
    form.shape.map(({ property, kind }) => {
      const given = asked.getAll(property);
      const field = form.content.fields.find((one) => one.property === property);
      if (given.length === 0 || kind === 'attachments')
        return [property, field?.defaultValue ?? []];
      if (kind === 'choices') return [property, given.flatMap((value) => value.split(','))];
      const length = kind === 'long-text' ? LONG_TEXT_LENGTH : TEXT_LENGTH;
      return [property, given.slice(0, 1).map((value) => value.slice(0, length))];
    }),
  );
}

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
  answers: Answers,
  problems: Problem[],
): string {
  const { t, to, language } = request;
  const { content } = form;
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
        <Problems request={request} problems={problems} />
        <form
          method="post"
          enctype="multipart/form-data"
          action={to.portal('new', form.slug)}
          data-form={scriptOf(request, form)}
        >
          <FormToken request={request} />
          <SubmissionKey />
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
