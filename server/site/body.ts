import Busboy from '@fastify/busboy';
import type { Context } from 'koa';
import type { AttachmentsService, StoredFile } from '../services/types';
import { AttachmentRefused } from '../services/types';
import { PageError } from './request';

const FORM_LIMIT = 512 * 1024;

export interface FormBody {
  fields: Record<string, string>;
  files: StoredFile[];
  /** Why files were refused; the others were discarded with them. */
  problems: { key: string; name: string }[];
}

/**
 * Reads a form. Files stream straight into the attachment storage, or are read and dropped when
 * `keepsFiles` is no: nobody who is signed out writes to our disk, but what was typed comes back.
 */
export async function readForm(
  ctx: Context,
  attachments: AttachmentsService | null = null,
  keepsFiles = false,
): Promise<FormBody> {
  if (ctx.is('application/x-www-form-urlencoded'))
    return { fields: await readUrlEncoded(ctx), files: [], problems: [] };
  if (!ctx.is('multipart/form-data')) throw new PageError(413);
  const { files, fileSize } = attachments?.limits ?? { files: 0, fileSize: 0 };
  // Nobody uploads for minutes to learn that it is too much.
  if (Number(ctx.get('content-length')) > FORM_LIMIT + 2 * files * fileSize)
    throw new PageError(413);
  return readMultipart(ctx, keepsFiles ? attachments : null);
}

async function readUrlEncoded(ctx: Context): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_LIMIT) throw new PageError(413);
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

async function readMultipart(
  ctx: Context,
  attachments: AttachmentsService | null,
): Promise<FormBody> {
  const fields: Record<string, string> = {};
  const received: Promise<StoredFile | null>[] = [];
  const problems: FormBody['problems'] = [];
  let isTooLarge = false;
  const limit = attachments?.limits.files ?? 0;
  const busboy = new Busboy({
    headers: ctx.req.headers as { 'content-type': string },
    limits: { fieldSize: FORM_LIMIT, fields: 30, files: limit + 1, parts: 60 },
  });
  busboy.on('field', (name, value, _nameCut, isValueCut) => {
    if (isValueCut) isTooLarge = true;
    fields[name] = value;
  });
  busboy.on('file', (field, stream, fileName) => {
    stream.on('error', () => undefined);
    if (!fileName || field !== 'files' || !attachments) return void stream.resume();
    if (received.length >= limit) {
      problems.push({ key: 'attachment.tooMany', name: fileName });
      return void stream.resume();
    }
    received.push(
      attachments.receive(fileName, stream).catch((error: unknown) => {
        stream.resume();
        if (!(error instanceof AttachmentRefused)) throw error;
        problems.push({ key: error.problem, name: error.fileName });
        return null;
      }),
    );
  });
  const settled = async () =>
    (await Promise.allSettled(received)).flatMap((one) =>
      one.status === 'fulfilled' && one.value ? [one.value] : [],
    );
  try {
    await new Promise<void>((resolve, reject) => {
      busboy.on('finish', resolve).on('error', reject);
      ctx.req.on('aborted', () => reject(new PageError(413))).on('error', reject);
      ctx.req.pipe(busboy);
    });
    await Promise.all(received);
    if (isTooLarge) throw new PageError(413);
  } catch (error) {
    await attachments?.discard(await settled());
    throw error;
  }
  const files = await settled();
  if (problems.length === 0) return { fields, files, problems };
  await attachments?.discard(files);
  return { fields, files: [], problems };
}
