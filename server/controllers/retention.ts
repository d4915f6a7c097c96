import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { dryRunQuery, holdInput, retentionInput } from '../contracts/retention';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** How long an inbox keeps closed tickets, and tickets that are kept whatever it says. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const retention = () => getServices(strapi).retention;
  const orNotFound = (ctx: Context, answer: unknown) => {
    if (answer === null || answer === false) return ctx.notFound();
    ctx.body = answer === true ? {} : answer;
  };
  return {
    async find(ctx: Context) {
      return orNotFound(ctx, await retention().find(actorOf(ctx), ctx.params.id));
    },
    async save(ctx: Context) {
      const input = parse(retentionInput, bodyOf(ctx));
      return orNotFound(ctx, await retention().save(actorOf(ctx), ctx.params.id, input));
    },
    async dryRun(ctx: Context) {
      const query = parse(dryRunQuery, ctx.query);
      return orNotFound(ctx, await retention().dryRun(actorOf(ctx), ctx.params.id, query));
    },
    async hold(ctx: Context) {
      const { isHeld } = parse(holdInput, bodyOf(ctx));
      return orNotFound(ctx, await retention().setHold(actorOf(ctx), ctx.params.id, isHeld));
    },
  };
};
