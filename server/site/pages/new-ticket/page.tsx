import type { FormField } from '../../../contracts/request-forms';
import { wordIn } from '../../../rules/property-values';
import { fieldName, type Answers, type FieldState } from '../../../rules/request-forms';
import type { SuggestedArticle } from '../../../services/article-suggestions';
import type { CustomerSession, PublishedForm } from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { h } from '../../html';
import {
  keepUploads,
  SECRETS,
  secretsStep,
  sentFiles,
  uploadsAgain,
  type ShownSecret,
} from '../../composed';
import { COMPOSER_ASSETS, composerOf, SecretsNotice, SendButtons } from '../../layout/composer';
import { FORM_VERSION, LEFT_OVER } from '../../layout/kept-fields';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { FormShell, Problems, SubmissionKey, type Problem } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import type { Answer, SiteRequest } from '../../request';
import { fileProblems } from '../ticket/reply';
import { answersAtFirst, answersOf } from './answers';
import { ChangeNotice, goneHtml, LeftOver, type Change } from './changed';
import { RequestFormField } from './form-field';
import { problemText, titleOf } from './form-words';
import { leftOverOf } from './left-over';
import { AnsweredForm, SUGGESTED, SuggestionsNotice } from './suggestions';
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
  request.composed = { uploads: await uploadsAgain(request, session.viewer, typed) };
  return { kind: 'page', status: 200, html: shownAgain(request, place.form, place, typed) };
}

export async function createTicket(
  request: SiteRequest,
  session: CustomerSession,
  slug: string | undefined,
  sent: FormBody,
): Promise<Answer> {
  const { services, language } = request;
  const { viewer } = session;
  const place = await placeOf(request, session, slug, sent.fields);
  const { form, change } = place;
  const {
    ahead,
    areSomeGone,
    names,
    problems: ofFiles,
  } = await sentFiles(request, viewer, sent, []);
  const { submissionKey = '' } = sent.fields;
  const before = areSomeGone
    ? await services.customerTickets.sentBefore(viewer, submissionKey, '')
    : null;
  if (before !== null) {
    await services.attachments.discard(sent.files);
    return created(request, before, form?.slug ?? '');
  }
  if (!form) {
    await services.attachments.discard(sent.files);
    return gone(request, place, sent.fields, sent.files.length + sent.problems.length > 0);
  }
  const { fields, found } = secretsStep(viewer, sent.fields, textFields(form));
  const answers = answersOf(form, fields, names);
  const answer = services.requestForms.read(form, answers, language);
  const leftOver = leftOverAt(request, place, fields);
  const isLost =
    leftOver !== (fields[LEFT_OVER] ?? '') || (names.length > 0 && !takesFiles(answer));
  /** The form once more: what came with it waits for it. */
  const comesBack = async (status: number, state: Omit<FormState, 'answers' | 'leftOver'>) => {
    const uploads = takesFiles(answer) ? await keepUploads(request, viewer, sent, ahead) : [];
    if (!takesFiles(answer)) await services.attachments.discard(sent.files);
    const { readArticles = '' } = fields;
    request.composed = { uploads, secrets: state.secrets, readArticles };
    const html = formHtml(request, form, { answers, leftOver, change, ...state });
    return { kind: 'page', status, html } as const;
  };
  if (change === 'other-form' || (change === 'same-form' && isLost)) {
    const hadFiles = names.length > 0 && !takesFiles(answer);
    return comesBack(409, { hadFiles });
  }
  const wrongFiles = takesFiles(answer) ? [...fileProblems(request, sent), ...ofFiles] : [];
  if (answer.outcome === 'refused' || wrongFiles.length > 0) {
    const states = answer.outcome === 'refused' ? answer.states : new Map<string, FieldState>();
    return comesBack(422, { problems: [...problemsOf(request, form, states), ...wrongFiles] });
  }
  if (found.length > 0) return comesBack(422, { secrets: found });
  if (fields[SUGGESTED] !== 'yes' && sent.fields[SECRETS] === undefined) {
    const subject = fields.subject ?? '';
    const suggestions = await services.articleSuggestions.find(viewer, language, subject);
    if (suggestions.length > 0) return comesBack(422, { suggestions });
  }
  const kept = answer.takesFiles ? sent : { ...sent, files: [] };
  if (!answer.takesFiles) await services.attachments.discard(sent.files);
  const ticket = await keepFiles(services.attachments, kept, () =>
    services.customerTickets.create(viewer, {
      ...answer.ticket,
      files: answer.takesFiles ? [...ahead, ...kept.files] : [],
      readArticles: services.articleSuggestions.readBefore(viewer, fields.readArticles ?? ''),
      submissionKey,
    }),
  );
  return created(request, ticket.id, form.slug);
}

function created({ to }: SiteRequest, ticketId: string, slug: string): Answer {
  const said = new URLSearchParams({ done: 'created', form: slug });
  return { kind: 'redirect', to: `${to.portal('tickets', ticketId)}?${said.toString()}` };
}

/** Names of the fields that take words of one's own. */
const textFields = (form: PublishedForm): string[] =>
  form.shape
    .filter(({ kind }) => kind === 'text' || kind === 'long-text')
    .map(({ property }) => fieldName(property));

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

interface FormState {
  answers: Answers;
  problems?: Problem[];
  change?: Change | null;
  leftOver?: string;
  hadFiles?: boolean;
  secrets?: ShownSecret[];
  /** Articles to look at before the request is sent. */
  suggestions?: SuggestedArticle[];
}

function formHtml(request: SiteRequest, form: PublishedForm, state: FormState): string {
  const { t, to, language } = request;
  const { content } = form;
  const { answers, problems = [], change = null, leftOver = '', hadFiles = false } = state;
  const { suggestions = [] } = state;
  const title = titleOf(request, form);
  return renderPage(request, {
    title,
    isError: problems.length > 0,
    current: 'tickets',
    own: COMPOSER_ASSETS,
    children: (
      <FormShell title={title}>
        <div class="prose">
          {renderMessage(wordIn(content.introduction, language) || t('new.intro'))}
        </div>
        {change && <ChangeNotice request={request} change={change} hadFiles={hadFiles} />}
        <Problems request={request} problems={problems} />
        <SecretsNotice request={request} />
        {suggestions.length > 0 && <SuggestionsNotice request={request} />}
        <form
          method="post"
          enctype="multipart/form-data"
          action={to.portal('new', form.slug)}
          data-form={scriptOf(request, form)}
          {...composerOf(request)}
        >
          <FormToken request={request} />
          <SubmissionKey />
          <input type="hidden" name={FORM_VERSION} value={form.version} />
          {suggestions.length > 0 && <input type="hidden" name={SUGGESTED} value="yes" />}
          <input type="hidden" name="readArticles" value={request.composed?.readArticles} />
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
                    suggestions={suggestions}
                  />
                )
              );
            })}
          </div>
          <SendButtons request={request}>
            {suggestions.length > 0
              ? t('new.suggestions.anyway')
              : wordIn(content.button, language) || t('new.send')}
          </SendButtons>
        </form>
        <AnsweredForm request={request} slug={form.slug} />
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
