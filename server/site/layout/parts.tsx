import { randomUUID } from 'node:crypto';
import { h, type Child } from '../html';
import { instantTexts, isMessageKey, relativeTime } from '../messages';
import type { SiteRequest } from '../request';
import { query } from '../request';

export function Time({ request, instant }: { request: SiteRequest; instant: number }) {
  const zone = request.session?.timeZone ?? '';
  const { iso, exact } = instantTexts(request.language, zone || 'UTC', instant);
  return (
    <time dateTime={iso} title={zone === '' ? `${exact} UTC` : exact} data-zoneless={zone === ''}>
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
  readOnly?: boolean;
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
}: FieldProps) {
  const problem = problemAt(problems, id);
  const described =
    [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const common = {
    id,
    name: id,
    required,
    readOnly,
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

/** A labelled choice with its problem beside it; its options are the children. */
export function Select({
  id,
  label,
  problems = [],
  children,
  ...others
}: {
  id: string;
  label: string;
  problems?: Problem[];
  children?: Child;
  'data-zoneless'?: boolean;
}) {
  const problem = problemAt(problems, id);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {problem && (
        <p class="wrong" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <select
        id={id}
        name={id}
        aria-describedby={problem && `${id}-problem`}
        aria-invalid={problem ? true : undefined}
        {...others}
      >
        {children}
      </select>
    </div>
  );
}

export function Files({ request, problems = [] }: { request: SiteRequest; problems?: Problem[] }) {
  const { files, fileSize } = request.services.attachments.limits;
  const wrong = problems.filter((problem) => problem.field === 'files');
  return (
    <div class="field">
      <label for="files">{request.t('ticket.attach')}</label>
      <p class="help" id="files-help">
        {request.t('ticket.attachHelp', { files, size: Math.floor(fileSize / 1024 / 1024) })}
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
        aria-describedby={wrong.length > 0 ? 'files-help files-problem' : 'files-help'}
        aria-invalid={wrong.length > 0 ? true : undefined}
      />
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
