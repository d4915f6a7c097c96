import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { newProperty, propertyOrder, propertyQuery, propertyUpdate } from '../contracts/properties';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const properties = () => getServices(strapi).properties;
  return {
    async list(ctx: Context) {
      ctx.body = await properties().list(actorOf(ctx), parse(propertyQuery, ctx.query));
    },
    async find(ctx: Context) {
      const found = await properties().find(actorOf(ctx), ctx.params.id);
      if (!found) return ctx.notFound();
      ctx.body = found;
    },
    async create(ctx: Context) {
      ctx.body = await properties().create(actorOf(ctx), parse(newProperty, bodyOf(ctx)));
      ctx.status = 201;
    },
    async save(ctx: Context) {
      const input = parse(propertyUpdate, bodyOf(ctx));
      const saved = await properties().save(actorOf(ctx), ctx.params.id, input);
      if (!saved) return ctx.notFound();
      ctx.body = saved;
    },
    async remove(ctx: Context) {
      if (!(await properties().remove(actorOf(ctx), ctx.params.id))) return ctx.notFound();
      ctx.status = 204;
    },
    async reorder(ctx: Context) {
      await properties().reorder(actorOf(ctx), parse(propertyOrder, bodyOf(ctx)));
      ctx.status = 204;
    },
  };
};
