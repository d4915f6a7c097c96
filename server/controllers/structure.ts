import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getServices } from '../services';
import { actorOf } from './actor-of';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async choices(ctx: Context) {
    ctx.body = await getServices(strapi).structure.choices(actorOf(ctx));
  },
});
