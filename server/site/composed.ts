import { masked, secretsIn, type SecretKind } from '../rules/secrets-in-text';
import type { UploadView } from '../services/pending-uploads';
import type { CustomerViewer, StoredFile } from '../services/types';
import type { FormBody } from './body';
import type { Problem } from './layout/parts';
import type { SiteRequest } from './request';

/** Before the public id of a file that was sent ahead of its form, as the name of a field. */
export const UPLOAD_PREFIX = 'upload_';
/** What becomes of the secrets that a text holds: `mask` or `send`. */
export const SECRETS = 'secrets';

export interface ShownSecret {
  kind: SecretKind;
  /** Its surroundings, masked. */
  shown: string;
}

/** What the form of a message shows beside what was typed, when it comes back. */
export interface Composed {
  /** Files that wait for it. */
  uploads?: UploadView[];
  /** What it gives away, before anybody has decided what becomes of it. */
  secrets?: ShownSecret[];
  /** As the device said them: what was read before (services/article-suggestions.ts). */
  readArticles?: string;
}

/** Public ids of the files that a form names. */
export const uploadIdsOf = (fields: Record<string, string>): string[] =>
  Object.keys(fields)
    .filter((name) => name.startsWith(UPLOAD_PREFIX))
    .map((name) => name.slice(UPLOAD_PREFIX.length))
    .slice(0, 100);

/** What a form brings of files: those that came with it, and those that were sent ahead. */
export interface SentFiles {
  ahead: StoredFile[];
  /** Some that the form names are not there: perhaps it was sent before, and they are part of a message. */
  areSomeGone: boolean;
  /** Names of all of them, refused ones too. */
  names: string[];
  problems: Problem[];
}

export async function sentFiles(
  request: SiteRequest,
  viewer: CustomerViewer,
  form: FormBody,
  ofForm: Problem[],
): Promise<SentFiles> {
  const { services, t } = request;
  const ids = uploadIdsOf(form.fields);
  const ahead = await services.pendingUploads.find(viewer, ids);
  const problems = [...ofForm];
  const areSomeGone = ahead.length < ids.length;
  if (areSomeGone) problems.push({ field: 'files', text: t('compose.gone') });
  const { files, total } = services.attachments.limitsAt(viewer.portal);
  const all = [...ahead, ...form.files];
  const isTold = form.problems.some(({ key }) => key === 'attachment.tooMany');
  if (all.length > files && !isTold)
    problems.push({ field: 'files', text: t('attachment.tooMany') });
  else if (ahead.length > 0 && all.reduce((sum, { size }) => sum + size, 0) > total)
    problems.push({ field: 'files', text: t('attachment.tooMuch') });
  const names = [...all, ...form.problems].map(({ name }) => name);
  return { ahead, areSomeGone, names, problems };
}

/** The form comes back: what came with it waits for it from now on, so that nobody has to choose it again. */
export async function keepUploads(
  { services }: SiteRequest,
  viewer: CustomerViewer,
  form: FormBody,
  ahead: StoredFile[],
): Promise<UploadView[]> {
  const uploads = viewsOf(ahead);
  for (const file of form.files) uploads.push(await services.pendingUploads.keep(viewer, file));
  return uploads;
}

/** Files that a form named before its session ended, as far as they are its person's. */
export const uploadsAgain = async (
  { services }: SiteRequest,
  viewer: CustomerViewer,
  fields: Record<string, string>,
): Promise<UploadView[]> =>
  viewsOf(await services.pendingUploads.find(viewer, uploadIdsOf(fields)));

const viewsOf = (files: StoredFile[]): UploadView[] =>
  files.map(({ uploadId = '', name, size }) => ({ id: uploadId, name, size }));

/**
 * Looks for card numbers, passwords and tokens in what was typed. Where its writer has decided, the fields are as they are to
 * be sent; else `found` has something and he is asked.
 */
export function secretsStep(
  viewer: CustomerViewer,
  fields: Record<string, string>,
  names: readonly string[],
): { fields: Record<string, string>; found: ShownSecret[] } {
  const decision = fields[SECRETS];
  if (!viewer.portal.settings.supportForm.masksSecrets || decision === 'send')
    return { fields, found: [] };
  const after = { ...fields };
  const found: ShownSecret[] = [];
  for (const name of names) {
    const text = fields[name] ?? '';
    const secrets = secretsIn(text);
    if (secrets.length === 0) continue;
    after[name] = masked(text, secrets);
    for (const secret of secrets)
      found.push({ kind: secret.kind, shown: surroundings(text, secret) });
  }
  return decision === 'mask' ? { fields: after, found: [] } : { fields, found };
}

/** Characters before a secret that tell where it stands. */
const BEFORE = 30;

/** The line of a secret as it would be sent, from a little before it; other secrets of the line are masked too. */
function surroundings(text: string, { start, end, mask }: ReturnType<typeof secretsIn>[number]) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = masked(text.slice(lineStart, start));
  const isCut = before.length > BEFORE;
  const behind = /^[^\n]{0,12}/u.exec(text.slice(end))?.[0] ?? '';
  return `${isCut ? '…' : ''}${before.slice(-BEFORE)}${mask}${secretsIn(behind).length > 0 ? '' : behind}`;
}
