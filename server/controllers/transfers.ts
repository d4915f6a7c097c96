import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  exportQuery,
  IMPORT_PART_SIZE,
  importPart,
  importPlan,
  importQuery,
  newImport,
} from '../contracts/transfers';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';
import { sendCsv } from './send-csv';

interface Part {
  filepath: string;
  size: number;
}

/** The one file of a multipart request, which Strapi's body parser has put on the disk. */
function partOf(ctx: Context): Part | null {
  const files = (ctx.request as { files?: Record<string, Part | Part[]> }).files;
  const part = Object.values(files ?? {})[0];
  return (Array.isArray(part) ? part[0] : part) ?? null;
}

/** JSON and files of the page "Import and export". */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const imports = () => getServices(strapi).recordImports;
  const orNotFound = (ctx: Context, answer: unknown) => {
    if (answer === null) return ctx.notFound();
    ctx.body = answer;
  };
  return {
    async list(ctx: Context) {
      ctx.body = await imports().list(actorOf(ctx), parse(importQuery, ctx.query));
    },
    async find(ctx: Context) {
      return orNotFound(ctx, await imports().find(actorOf(ctx), ctx.params.id));
    },
    async create(ctx: Context) {
      ctx.body = await imports().create(actorOf(ctx), parse(newImport, bodyOf(ctx)));
      ctx.status = 201;
    },
    async receive(ctx: Context) {
      const part = partOf(ctx);
      if (!part) return ctx.badRequest('Send a part of the file.');
      if (part.size > IMPORT_PART_SIZE) return ctx.payloadTooLarge('Send parts of at most 8 MB.');
      const { at } = parse(importPart, ctx.query);
      return orNotFound(
        ctx,
        await imports().receive(actorOf(ctx), ctx.params.id, at, part.filepath),
      );
    },
    async check(ctx: Context) {
      const plan = parse(importPlan, bodyOf(ctx));
      return orNotFound(ctx, await imports().check(actorOf(ctx), ctx.params.id, plan));
    },
    async start(ctx: Context) {
      const plan = parse(importPlan, bodyOf(ctx));
      return orNotFound(ctx, await imports().start(actorOf(ctx), ctx.params.id, plan));
    },
    async retry(ctx: Context) {
      return orNotFound(ctx, await imports().retry(actorOf(ctx), ctx.params.id));
    },
    async cancel(ctx: Context) {
      return orNotFound(ctx, await imports().cancel(actorOf(ctx), ctx.params.id));
    },
    async remove(ctx: Context) {
      if (!(await imports().remove(actorOf(ctx), ctx.params.id))) return ctx.notFound();
      ctx.status = 204;
    },
    async report(ctx: Context) {
      const found = await imports().openReport(actorOf(ctx), ctx.params.id);
      if (!found) return ctx.notFound();
      sendCsv(ctx, found);
    },
    async exportRecords(ctx: Context) {
      const query = parse(exportQuery, ctx.query);
      sendCsv(ctx, await getServices(strapi).recordExports.open(actorOf(ctx), query));
    },
  };
};
