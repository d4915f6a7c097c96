import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getServices } from '../services';
import { agentOf } from './agent-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(ctx: Context) {
    const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor : undefined;
    ctx.body = await getServices(strapi).mails.list(await agentOf(strapi, ctx), cursor);
  },
});
