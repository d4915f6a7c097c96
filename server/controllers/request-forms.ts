import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  newRequestForm,
  requestFormOrder,
  requestFormQuery,
  requestFormUpdate,
} from '../contracts/request-forms';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const forms = () => getServices(strapi).requestForms;
  const answer = (ctx: Context, body: object | null) => {
    if (body === null) return ctx.notFound();
    ctx.body = body;
  };
  const idOf = (ctx: Context) => String(ctx.params.id);

  return {
    async list(ctx: Context) {
      ctx.body = await forms().list(actorOf(ctx), parse(requestFormQuery, ctx.query));
    },
    portals(ctx: Context) {
      ctx.body = forms().portals(actorOf(ctx));
    },
    async find(ctx: Context) {
      answer(ctx, await forms().find(actorOf(ctx), idOf(ctx)));
    },
    async create(ctx: Context) {
      ctx.body = await forms().create(actorOf(ctx), parse(newRequestForm, bodyOf(ctx)));
    },
    async save(ctx: Context) {
      const input = parse(requestFormUpdate, bodyOf(ctx));
      answer(ctx, await forms().save(actorOf(ctx), idOf(ctx), input));
    },
    async publish(ctx: Context) {
      answer(ctx, await forms().publish(actorOf(ctx), idOf(ctx)));
    },
    async unpublish(ctx: Context) {
      answer(ctx, await forms().unpublish(actorOf(ctx), idOf(ctx)));
    },
    async discard(ctx: Context) {
      answer(ctx, await forms().discard(actorOf(ctx), idOf(ctx)));
    },
    async remove(ctx: Context) {
      answer(ctx, (await forms().remove(actorOf(ctx), idOf(ctx))) ? {} : null);
    },
    async reorder(ctx: Context) {
      await forms().reorder(actorOf(ctx), parse(requestFormOrder, bodyOf(ctx)));
      ctx.body = {};
    },
  };
};
