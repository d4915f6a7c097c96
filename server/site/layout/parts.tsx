import { randomUUID } from 'node:crypto';
import { Fragment, h, kept, type Child, type Html } from '../html';
import { dateFormat, isMessageKey, KEPT_TEXTS, relativeTime } from '../messages';
import type { SiteRequest } from '../request';
import { query } from '../request';

/** An instant as it was drawn last. */
interface Drawn {
  relative: string;
  element: Html;
}
const places = new Map<string, Map<number, Drawn>>();

/** Those of a language and time zone ('' for a reader without one). */
function drawnIn(language: string, timeZone: string): Map<number, Drawn> {
  const place = `${language} ${timeZone}`;
  let known = places.get(place);
  if (!known || known.size >= KEPT_TEXTS) {
    // Time zones are what people chose: bounded too.
    if (places.size >= 500) places.clear();
    places.set(place, (known = new Map()));
  }
  return known;
}

/** How long ago, with the exact instant behind it. Formatting is slow, and lists repeat their instants. */
export function Time({ request, instant }: { request: SiteRequest; instant: number }): Html {
  const { language, now, session } = request;
  const timeZone = session?.timeZone ?? '';
  const known = drawnIn(language, timeZone);
  const relative = relativeTime(language, instant, now);
  let drawn = known.get(instant);
  if (drawn?.relative !== relative) {
    const exact = dateFormat(language, timeZone || 'UTC', 'exact').format(instant);
    const isZoneless = timeZone === '';
    const element = (
      <time
        dateTime={new Date(instant).toISOString()}
        title={isZoneless ? `${exact} UTC` : exact}
        data-zoneless={isZoneless}
      >
        {relative}
      </time>
    );
    known.set(instant, (drawn = { relative, element: kept(element) }));
  }
  return drawn.element;
}

/** What a form did, said after the redirect. Only keys of the catalogue are ever shown. */
export function Notice({ request }: { request: SiteRequest }) {
  const key = `done.${query(request, 'done')}`;
  if (!isMessageKey(key)) return null;
  return (
    <p class="notice" role="status">
      {request.t(key)}
    </p>
  );
}

export interface Problem {
  /** id of the field */
  field: string;
  text: string;
}

/** Focused by the browser when the page comes back with problems; each line leads to its field. */
export function Problems({ request, problems }: { request: SiteRequest; problems: Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div class="problems" role="alert" tabIndex={-1} autofocus>
      <p>{request.t('error.summary')}</p>
      <ul>
        {problems.map((problem) => (
          <li>
            <a href={`#${problem.field}`}>{problem.text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FieldProps {
  id: string;
  label: string;
  value?: string;
  type?: string;
  rows?: number;
  autocomplete?: string;
  help?: string;
  problems?: Problem[];
  required?: boolean;
  readOnly?: boolean;
  /** Behind the label, for example that the field is required. */
  note?: string;
  placeholder?: string;
  inputMode?: string;
}

/** What stands in a label. */
export function Label({ label, note }: { label: string; note?: string }) {
  return (
    <>
      {label}
      {note && <span class="note"> ({note})</span>}
    </>
  );
}

const describedBy = (id: string, help?: string, problem?: string) =>
  [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;

/** What stands between a label and its field. */
function Beside({ id, help, problem }: { id: string; help?: string; problem?: string }) {
  return (
    <>
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {problem && (
        <p class="wrong" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
}

const problemAt = (problems: Problem[], id: string) =>
  problems.find((problem) => problem.field === id)?.text;

/** A labelled field with its help and its problem beside it. */
export function Field({
  id,
  label,
  value = '',
  type = 'text',
  rows,
  autocomplete,
  help,
  problems = [],
  required = true,
  readOnly,
  note,
  placeholder,
  inputMode,
}: FieldProps) {
  const problem = problemAt(problems, id);
  const common = {
    id,
    name: id,
    required,
    readOnly,
    placeholder,
    'aria-describedby': describedBy(id, help, problem),
    'aria-invalid': problem ? true : undefined,
  } as const;
  return (
    <div class="field">
      <label for={id}>
        <Label label={label} note={note} />
      </label>
      <Beside id={id} help={help} problem={problem} />
      {rows ? (
        <textarea {...Object.assign(common, { rows, dir: 'auto' as const })}>{value}</textarea>
      ) : (
        <input
          {...Object.assign(common, {
            type,
            value: type === 'password' ? '' : value,
            inputMode: inputMode as 'decimal',
            autocomplete,
            dir: type === 'text' ? ('auto' as const) : undefined,
          })}
        />
      )}
    </div>
  );
}

/** A labelled choice with its problem beside it; its options are the children. */
export function Select({
  id,
  label,
  problems = [],
  help,
  note,
  required,
  children,
  ...others
}: Pick<FieldProps, 'id' | 'label' | 'problems' | 'help' | 'note' | 'required'> & {
  children?: Child;
  'data-zoneless'?: boolean;
}) {
  const problem = problemAt(problems, id);
  return (
    <div class="field">
      <label for={id}>
        <Label label={label} note={note} />
      </label>
      <Beside id={id} help={help} problem={problem} />
      <select
        id={id}
        name={id}
        required={required}
        aria-describedby={describedBy(id, help, problem)}
        aria-invalid={problem ? true : undefined}
        {...others}
      >
        {children}
      </select>
    </div>
  );
}

type FilesProps = Partial<Pick<FieldProps, 'label' | 'help' | 'note' | 'required' | 'problems'>>;

/** What the portal allows, told before anybody chooses. */
function limitsText({ services, place, t }: SiteRequest): string {
  const { attachments } = services;
  const { files, fileSize, total } = place.portal
    ? attachments.limitsAt(place.portal)
    : attachments.limits;
  const inMegabytes = (bytes: number) => Math.floor((10 * bytes) / 1024 / 1024) / 10;
  const size = inMegabytes(fileSize);
  return total < files * fileSize
    ? t('ticket.attachHelpTotal', { files, size, total: inMegabytes(total) })
    : t('ticket.attachHelp', { files, size });
}

/** The files of a message. Why one was refused stands beside the field, file by file. */
export function Files({
  request,
  label = request.t('ticket.attach'),
  help,
  note,
  required,
  problems = [],
}: FilesProps & { request: SiteRequest }) {
  const wrong = problems.filter((problem) => problem.field === 'files');
  return (
    <div class="field">
      <label for="files">
        <Label label={label} note={note} />
      </label>
      <p class="help" id="files-help">
        {help} {limitsText(request)}
      </p>
      {wrong.length > 0 && (
        <div id="files-problem">
          {wrong.map((problem) => (
            <p class="wrong">{problem.text}</p>
          ))}
        </div>
      )}
      <input
        id="files"
        name="files"
        type="file"
        multiple
        required={required}
        aria-describedby={wrong.length > 0 ? 'files-help files-problem' : 'files-help'}
        aria-invalid={wrong.length > 0 ? true : undefined}
      />
    </div>
  );
}

type TickProps = Pick<FieldProps, 'id' | 'label' | 'help' | 'note' | 'required' | 'problems'>;

/** One box to tick. */
export function Tick({
  id,
  label,
  value,
  isChosen,
  help,
  note,
  required,
  problems = [],
}: TickProps & { value: string; isChosen: boolean }) {
  const problem = problemAt(problems, id);
  return (
    <div class="field">
      <label class="tick">
        <input
          type="checkbox"
          id={id}
          name={id}
          value={value}
          checked={isChosen}
          required={required}
          aria-describedby={describedBy(id, help, problem)}
          aria-invalid={problem ? true : undefined}
        />{' '}
        <span>
          <Label label={label} note={note} />
        </span>
      </label>
      <Beside id={id} help={help} problem={problem} />
    </div>
  );
}

/** A choice that shows every option: one of them (`radio`) or several. The first has the field's id, for links to it. */
export function TickGroup({
  id,
  label,
  type,
  options,
  chosen,
  help,
  note,
  required,
  problems = [],
}: TickProps & {
  type: 'radio' | 'checkbox';
  options: { value: string; label: string }[];
  chosen: readonly string[];
}) {
  const problem = problemAt(problems, id);
  const isRadio = type === 'radio';
  const invalid = problem ? true : undefined;
  return (
    <fieldset
      class="field"
      role={isRadio ? 'radiogroup' : undefined}
      aria-required={isRadio && note !== undefined ? true : undefined}
      aria-invalid={isRadio ? invalid : undefined}
      aria-describedby={describedBy(id, help, problem)}
    >
      <legend>
        <Label label={label} note={note} />
      </legend>
      <Beside id={id} help={help} problem={problem} />
      {options.map((option, index) => (
        <label class="tick">
          <input
            type={type}
            id={index === 0 ? id : `${id}-${index}`}
            name={id}
            value={option.value}
            checked={chosen.includes(option.value)}
            required={isRadio && required}
            aria-invalid={isRadio ? undefined : invalid}
          />{' '}
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A narrow page with one heading and one form. */
export function FormShell({ title, children }: { title: string; children: Child }) {
  return (
    <div class="narrow form">
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** One key per shown form: sending it twice stores it once. */
export const SubmissionKey = () => <SubmissionKeyField value={newSubmissionKey()} />;

/** The same for a template, which has the key's place. */
export const SubmissionKeyField = ({ value }: { value: string }) => (
  <input type="hidden" name="submissionKey" value={value} />
);

export const newSubmissionKey = (): string => randomUUID();
