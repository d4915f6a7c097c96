import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { contactInput, contactListQuery } from '../contracts/contacts';
import { mergeInput } from '../contracts/record-merge';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const contacts = () => getServices(strapi).contacts;
  const merging = () => getServices(strapi).contactMerge;
  const orNotFound = (ctx: Context, answer: unknown) => {
    if (answer === null || answer === false) return ctx.notFound();
    ctx.body = answer === true ? {} : answer;
  };
  return {
    async list(ctx: Context) {
      ctx.body = await contacts().list(actorOf(ctx), parse(contactListQuery, ctx.query));
    },
    async find(ctx: Context) {
      return orNotFound(ctx, await contacts().find(actorOf(ctx), ctx.params.id));
    },
    async create(ctx: Context) {
      ctx.body = await contacts().create(actorOf(ctx), parse(contactInput, bodyOf(ctx)));
      ctx.status = 201;
    },
    async update(ctx: Context) {
      const input = parse(contactInput, bodyOf(ctx));
      return orNotFound(ctx, await contacts().update(actorOf(ctx), ctx.params.id, input));
    },
    async trash(ctx: Context) {
      return orNotFound(ctx, await contacts().trash(actorOf(ctx), ctx.params.id));
    },
    async restore(ctx: Context) {
      return orNotFound(ctx, await contacts().restore(actorOf(ctx), ctx.params.id));
    },
    async consentText(ctx: Context) {
      const { id, hash } = ctx.params;
      return orNotFound(ctx, await getServices(strapi).consents.textOf(actorOf(ctx), id, hash));
    },
    async mergePreview(ctx: Context) {
      const { id, loser } = ctx.params;
      return orNotFound(ctx, await merging().preview(actorOf(ctx), id, loser));
    },
    async merge(ctx: Context) {
      const input = parse(mergeInput, bodyOf(ctx));
      return orNotFound(ctx, await merging().merge(actorOf(ctx), ctx.params.id, input));
    },
  };
};
