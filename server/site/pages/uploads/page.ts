import { Readable } from 'node:stream';
import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import { isMessageKey } from '../../messages';
import { retryHeader, type Answer, type SiteRequest } from '../../request';

const json = (body: object, status = 200, headers: Record<string, string> = {}): Answer => ({
  kind: 'file',
  status,
  stream: Readable.from([JSON.stringify(body)]),
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
});

/** One file, sent ahead of its form by the page's script; the form then names it. */
export async function takeUpload(
  { services, t }: SiteRequest,
  { viewer }: CustomerSession,
  form: FormBody,
): Promise<Answer> {
  const [problem] = form.problems;
  const [file, ...others] = form.files;
  if (problem || !file || others.length > 0) {
    await services.attachments.discard(form.files);
    const { key, name } = problem ?? { key: 'attachment.empty', name: '' };
    return json({ problem: isMessageKey(key) ? t(key, { name }) : name }, 422);
  }
  const wait = await services.pendingUploads.take(viewer);
  if (wait > 0) {
    await services.attachments.discard(form.files);
    return json({ problem: t('compose.tooOften') }, 429, retryHeader(wait));
  }
  return json(await services.pendingUploads.keep(viewer, file));
}

export async function removeUpload(
  { services }: SiteRequest,
  { viewer }: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  await services.pendingUploads.remove(viewer, fields.id ?? '');
  return { kind: 'done' };
}
