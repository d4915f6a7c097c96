import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { confirmInput, mailListQuery, mailPreviewInput, sendAgainInput } from '../contracts/mails';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { agentOf } from './agent-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async list(ctx: Context) {
    const query = parse(mailListQuery, ctx.query);
    ctx.body = await getServices(strapi).mails.list(await agentOf(strapi, ctx), query);
  },
  async sendAgain(ctx: Context) {
    const input = parse(sendAgainInput, bodyOf(ctx));
    ctx.body = await getServices(strapi).mails.sendAgain(await agentOf(strapi, ctx), input);
  },
  /** Of a portal's text that is not saved yet. */
  preview(ctx: Context) {
    const input = parse(mailPreviewInput, bodyOf(ctx));
    const found = getServices(strapi).mails.preview(actorOf(ctx), String(ctx.params.id), input);
    if (found) ctx.body = found;
    else ctx.notFound();
  },
  /** Lets mail leave under the server's address. */
  async confirm(ctx: Context) {
    const { installation } = getServices(strapi);
    await installation.confirm(await agentOf(strapi, ctx), parse(confirmInput, bodyOf(ctx)));
    ctx.status = 204;
  },
});
