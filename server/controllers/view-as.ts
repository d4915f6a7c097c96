import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { viewAsInput } from '../contracts/members';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async begin(ctx: Context) {
    const { portal } = parse(viewAsInput, bodyOf(ctx));
    const { viewAs } = getServices(strapi);
    const answer = await viewAs.begin(actorOf(ctx), String(ctx.params.id), portal);
    if (answer) ctx.body = answer;
    else ctx.notFound();
  },
});
