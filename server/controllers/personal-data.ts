import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { erasureInput } from '../contracts/personal-data';
import { holdInput } from '../contracts/retention';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** Erasing people: the queue of those who ask, and what an admin does about one. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const erasure = () => getServices(strapi).erasure;
  const orNotFound = (ctx: Context, answer: unknown) => {
    if (answer === null || answer === false) return ctx.notFound();
    ctx.body = answer === true ? {} : answer;
  };
  return {
    async queue(ctx: Context) {
      ctx.body = await erasure().queue(actorOf(ctx));
    },
    async preview(ctx: Context) {
      return orNotFound(ctx, await erasure().preview(actorOf(ctx), ctx.params.id));
    },
    async erase(ctx: Context) {
      const input = parse(erasureInput, bodyOf(ctx));
      return orNotFound(ctx, await erasure().erase(actorOf(ctx), ctx.params.id, input));
    },
    async decline(ctx: Context) {
      return orNotFound(ctx, await erasure().decline(actorOf(ctx), ctx.params.id));
    },
    async hold(ctx: Context) {
      const { isHeld } = parse(holdInput, bodyOf(ctx));
      return orNotFound(ctx, await erasure().setHold(actorOf(ctx), ctx.params.id, isHeld));
    },
  };
};
