import { randomUUID } from 'node:crypto';
import { h, type Child } from '../html';
import { instantTexts, isMessageKey, relativeTime } from '../messages';
import type { SiteRequest } from '../request';
import { query } from '../request';

export function Time({ request, instant }: { request: SiteRequest; instant: number }) {
  const zone = request.session?.timeZone || 'UTC';
  const { iso, exact } = instantTexts(request.language, zone, instant);
  return (
    <time dateTime={iso} title={exact}>
      {relativeTime(request.language, instant, request.now)}
    </time>
  );
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
}

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
}: FieldProps) {
  const problem = problems.find((one) => one.field === id)?.text;
  const described =
    [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const common = {
    id,
    name: id,
    required,
    'aria-describedby': described,
    'aria-invalid': problem ? true : undefined,
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
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
      {rows ? (
        <textarea {...common} rows={rows} dir="auto">
          {value}
        </textarea>
      ) : (
        <input
          {...common}
          type={type}
          value={type === 'password' ? '' : value}
          autocomplete={autocomplete}
          dir={type === 'text' ? 'auto' : undefined}
        />
      )}
    </div>
  );
}

export function Files({ request, problems = [] }: { request: SiteRequest; problems?: Problem[] }) {
  const { files, fileSize } = request.services.attachments.limits;
  const problem = problems.filter((one) => one.field === 'files');
  return (
    <div class="field">
      <label for="files">{request.t('ticket.attach')}</label>
      <p class="help" id="files-help">
        {request.t('ticket.attachHelp', { files, size: Math.floor(fileSize / 1024 / 1024) })}
      </p>
      {problem.map((one) => (
        <p class="wrong">{one.text}</p>
      ))}
      <input id="files" name="files" type="file" multiple aria-describedby="files-help" />
    </div>
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
export function SubmissionKey() {
  return <input type="hidden" name="submissionKey" value={randomUUID()} />;
}
