import Busboy, { type BusboyInstance } from '@fastify/busboy';
import type { Context } from 'koa';
import { Writable, type Readable } from 'node:stream';
import { FIELD_PREFIX } from '../rules/request-forms';
import type { AttachmentLimits, AttachmentsService, StoredFile } from '../services/types';
import { AttachmentRefused } from '../services/types';
import { PageError } from './request';

const FORM_LIMIT = 512 * 1024;
/** A request form has 50 fields, and one of several choices sends one for each that is chosen. */
const FIELD_COUNT = 250;
const PART_COUNT = 300;

const NO_FILES: AttachmentLimits = { files: 0, fileSize: 0, total: 0 };

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
  limits: AttachmentLimits = attachments?.limits ?? NO_FILES,
): Promise<FormBody> {
  const isUrlEncoded = ctx.is('application/x-www-form-urlencoded');
  if (!isUrlEncoded && !ctx.is('multipart/form-data')) throw new PageError(415);
  // Twice what is allowed: who sends a little too much is told so beside the files.
  const limit = isUrlEncoded ? FORM_LIMIT : FORM_LIMIT + 2 * limits.total;
  // Nobody uploads for minutes to learn that it is too much.
  if (Number(ctx.get('content-length')) > limit) throw new PageError(413);
  if (isUrlEncoded) return { fields: await readUrlEncoded(ctx, limit), files: [], problems: [] };
  return readMultipart(ctx, limit, limits, keepsFiles ? attachments : null);
}

/** No database takes a NUL in text, and nobody types one. */
const cleaned = (value: string): string => value.replaceAll('\0', '');

/** Several choices of a request form's field come by one name and stand on lines of their own; else the last one counts. */
function put(fields: Record<string, string>, name: string, value: string): void {
  const before = name.startsWith(FIELD_PREFIX) ? fields[name] : undefined;
  fields[name] = before === undefined ? cleaned(value) : `${before}\n${cleaned(value)}`;
}

/**
 * What came with a form becomes part of a message or is removed: also when the work fails, finds nothing, or says that
 * the form was sent before and its files are there already.
 */
export async function keepFiles<Result extends { isRepeated: boolean } | null>(
  attachments: AttachmentsService,
  form: FormBody,
  work: () => Promise<Result>,
): Promise<Result> {
  let isKept = false;
  try {
    const result = await work();
    isKept = result !== null && !result.isRepeated;
    return result;
  } finally {
    if (!isKept) await attachments.discard(form.files);
  }
}

/**
 * Pours the body into a parser until both are at their end. What is more than the limit is not read: its length is
 * counted as it comes, since a length that is announced may be wrong or missing.
 */
function pour(ctx: Context, limit: number, parser: Writable, stopped?: AbortSignal): Promise<void> {
  const { req } = ctx;
  return new Promise((resolve, reject) => {
    let size = 0;
    const stop = (error: Error) => {
      req.off('data', count);
      req.unpipe(parser);
      req.pause();
      reject(error);
    };
    const count = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) stop(new PageError(413));
    };
    parser
      .on('error', () => stop(new PageError(400)))
      .on('finish', () => {
        if (req.readableEnded) return resolve();
        // Behind the last part of a form may come more, which nobody reads and which counts all the same.
        req.once('end', resolve).resume();
      });
    req
      .on('data', count)
      .once('aborted', () => stop(new PageError(400)))
      .once('error', () => stop(new PageError(400)))
      .pipe(parser);
    stopped?.addEventListener('abort', () => stop(stopped.reason as Error));
  });
}

async function readUrlEncoded(ctx: Context, limit: number): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await pour(ctx, limit, collect);
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    put(fields, name, value);
  return fields;
}

async function readMultipart(
  ctx: Context,
  limit: number,
  limits: AttachmentLimits,
  attachments: AttachmentsService | null,
): Promise<FormBody> {
  const fields: Record<string, string> = {};
  const streams: Readable[] = [];
  const received: Promise<StoredFile | null>[] = [];
  const problems: FormBody['problems'] = [];
  const stopping = new AbortController();
  const fileCount = attachments ? limits.files : 0;
  const busboy = parserOf(ctx, fileCount);
  busboy.on('field', (name, value, _nameCut, isValueCut) => {
    if (isValueCut) stopping.abort(new PageError(413));
    put(fields, name, value);
  });
  busboy.on('partsLimit', () => stopping.abort(new PageError(413)));
  busboy.on('file', (field, stream, fileName) => {
    stream.on('error', () => undefined);
    if (!fileName || field !== 'files' || !attachments) return void stream.resume();
    if (received.length >= fileCount) {
      problems.push({ key: 'attachment.tooMany', name: fileName });
      return void stream.resume();
    }
    streams.push(stream);
    received.push(
      attachments.receive(fileName, stream, limits).catch((error: unknown) => {
        if (error instanceof AttachmentRefused)
          problems.push({ key: error.problem, name: error.fileName });
        // A stream that nobody empties any more would hold up the form for ever.
        else stopping.abort(error);
        stream.resume();
        return null;
      }),
    );
  });
  const settled = async () => (await Promise.all(received)).filter((file) => file !== null);
  let files: StoredFile[];
  try {
    await pour(ctx, limit, busboy, stopping.signal);
    files = await settled();
    stopping.signal.throwIfAborted();
  } catch (error) {
    for (const stream of streams) stream.destroy();
    await attachments?.discard(await settled());
    throw error;
  }
  if (files.reduce((sum, { size }) => sum + size, 0) > limits.total)
    problems.push({ key: 'attachment.tooMuch', name: '' });
  if (problems.length === 0) return { fields, files, problems };
  await attachments?.discard(files);
  return { fields, files: [], problems };
}

function parserOf(ctx: Context, fileCount: number): BusboyInstance {
  try {
    return new Busboy({
      headers: ctx.req.headers as { 'content-type': string },
      limits: {
        fieldSize: FORM_LIMIT,
        fields: FIELD_COUNT,
        files: fileCount + 1,
        parts: PART_COUNT,
      },
    });
  } catch {
    // Without a boundary.
    throw new PageError(400);
  }
}
