import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { auditQuery } from '../contracts/audit-log';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { parse } from './parse';
import { sendCsv } from './send-csv';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(ctx: Context) {
    const query = parse(auditQuery, ctx.query);
    ctx.body = await getServices(strapi).auditLog.list(actorOf(ctx), query);
  },
  async export(ctx: Context) {
    const query = parse(auditQuery, ctx.query);
    sendCsv(ctx, await getServices(strapi).auditLog.open(actorOf(ctx), query));
  },
});
