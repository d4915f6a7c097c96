import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { domainInput, newDomain } from '../contracts/domains';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { ADD_LOCALE } from '../services/content-locales';
import type { DomainActor } from '../services/domains';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** Domains that this server answers for. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const domains = () => getServices(strapi).domains;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const domainActorOf = (ctx: Context): DomainActor => ({
    ...actorOf(ctx),
    canAddLocale: (ctx.state.userAbility as { can(action: string): boolean }).can(ADD_LOCALE),
  });
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found === true ? {} : found;
  };

  return {
    async list(ctx: Context) {
      ctx.body = await domains().list(actorOf(ctx), parse(recordQuery, ctx.query));
    },
    async choices(ctx: Context) {
      ctx.body = await domains().choices(domainActorOf(ctx));
    },
    async find(ctx: Context) {
      answer(ctx, await domains().find(actorOf(ctx), idOf(ctx)));
    },
    async connect(ctx: Context) {
      ctx.body = await domains().connect(domainActorOf(ctx), parse(newDomain, bodyOf(ctx)));
      ctx.status = 201;
    },
    async save(ctx: Context) {
      const input = parse(domainInput, bodyOf(ctx));
      answer(ctx, await domains().save(domainActorOf(ctx), idOf(ctx), input));
    },
    async remove(ctx: Context) {
      answer(ctx, await domains().remove(actorOf(ctx), idOf(ctx)));
    },
    async check(ctx: Context) {
      answer(ctx, await domains().check(actorOf(ctx), idOf(ctx)));
    },
  };
};
