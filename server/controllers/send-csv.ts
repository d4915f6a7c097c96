import type { Context } from 'koa';
import type { Readable } from 'node:stream';
import { dispositionOf } from '../rules/attachment-names';

/** A CSV file as it is written; no browser shows it, no cache keeps it. */
export function sendCsv(ctx: Context, { name, stream }: { name: string; stream: Readable }): void {
  ctx.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': dispositionOf(name),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
  ctx.body = stream;
}
