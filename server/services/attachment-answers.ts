import { Readable } from 'node:stream';
import { dispositionOf } from '../rules/attachment-names';
import { isShownInline } from '../rules/attachment-types';
import { rangeOf } from '../rules/byte-range';
import type { FoundAttachment } from './types';

/** What a request says about the file that it asks for; '' where it says nothing. */
export interface AttachmentAsk {
  method: string;
  /** `inline` shows it, `thumb` is a small picture of it; anything else saves it. */
  view: string;
  range: string;
  ifRange: string;
}

export interface AttachmentAnswer {
  status: 200 | 206 | 416;
  headers: Record<string, string>;
  /** Bytes that follow, or would follow on a GET. */
  size: number;
  stream: Readable;
}

/** Nothing runs in it, nothing is loaded by it, and no other site's page takes it in. */
const ALONE = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'private, no-store',
};
const SANDBOX =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
/**
 * Not every browser's PDF viewer starts in a sandbox. None is needed: the type is told and never guessed, so what is no PDF
 * is not shown, and scripts of a PDF know nothing of the page.
 */
const VIEWER =
  "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

const nothing = () => Readable.from([]);

/** A found file as HTTP: saved, shown, or as a small picture, whole or in part; null when there is no such picture. */
export async function answerWith(
  found: FoundAttachment,
  ask: AttachmentAsk,
): Promise<AttachmentAnswer | null> {
  return ask.view === 'thumb' ? previewOf(found, ask) : fileOf(found, ask);
}

async function previewOf(
  found: FoundAttachment,
  { method }: AttachmentAsk,
): Promise<AttachmentAnswer | null> {
  const preview = await found.openPreview();
  if (!preview) return null;
  if (method === 'HEAD') preview.stream.destroy();
  return {
    status: 200,
    headers: {
      ...ALONE,
      'Content-Type': 'image/webp',
      'Content-Disposition': 'inline',
      'Content-Security-Policy': SANDBOX,
    },
    size: preview.size,
    stream: method === 'HEAD' ? nothing() : preview.stream,
  };
}

async function fileOf(found: FoundAttachment, ask: AttachmentAsk): Promise<AttachmentAnswer> {
  const { file, etag } = found;
  const isInline = ask.view === 'inline' && isShownInline(file.mimeType);
  const headers: Record<string, string> = {
    ...ALONE,
    'Content-Type': file.mimeType,
    'Content-Disposition': dispositionOf(file.name, isInline ? 'inline' : 'attachment'),
    'Content-Security-Policy': isInline && file.mimeType === 'application/pdf' ? VIEWER : SANDBOX,
    'Accept-Ranges': 'bytes',
    ETag: etag,
  };
  const range = ask.method === 'GET' ? rangeOf(ask.range, ask.ifRange, file.size, etag) : null;
  if (range === 'unsatisfiable')
    return {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${file.size}` },
      size: 0,
      stream: nothing(),
    };
  if (ask.method === 'HEAD') return { status: 200, headers, size: file.size, stream: nothing() };
  if (range === null) return { status: 200, headers, size: file.size, stream: await found.open() };
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${range.start}-${range.end}/${file.size}` },
    size: range.end - range.start + 1,
    stream: await found.open(range),
  };
}
