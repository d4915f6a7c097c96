import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { confirmInput } from '../contracts/mails';
import { getServices } from '../services';
import { agentOf } from './agent-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(ctx: Context) {
    const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor : undefined;
    ctx.body = await getServices(strapi).mails.list(await agentOf(strapi, ctx), cursor);
  },
  /** Lets mail leave under the server's address. */
  async confirm(ctx: Context) {
    const { installation } = getServices(strapi);
    await installation.confirm(await agentOf(strapi, ctx), parse(confirmInput, bodyOf(ctx)));
    ctx.status = 204;
  },
});
