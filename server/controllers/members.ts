import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { endSessionsInput, memberActionInput, memberListQuery } from '../contracts/members';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const members = () => getServices(strapi).members;
  const resets = () => getServices(strapi).factorResets;
  const identities = () => getServices(strapi).contactIdentities;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const orNotFound = (ctx: Context, answer: object | null) => {
    if (answer === null) ctx.notFound();
    else ctx.body = answer;
  };
  return {
    async list(ctx: Context) {
      const query = parse(memberListQuery, ctx.query);
      orNotFound(ctx, await members().list(actorOf(ctx), idOf(ctx), query));
    },
    async portal(ctx: Context) {
      orNotFound(ctx, await members().portal(actorOf(ctx), idOf(ctx)));
    },
    async act(ctx: Context) {
      const input = parse(memberActionInput, bodyOf(ctx));
      orNotFound(ctx, await members().act(actorOf(ctx), idOf(ctx), input));
    },
    async access(ctx: Context) {
      orNotFound(ctx, await members().access(actorOf(ctx), idOf(ctx)));
    },
    async sessions(ctx: Context) {
      orNotFound(ctx, await members().sessions(actorOf(ctx), idOf(ctx)));
    },
    async secondFactor(ctx: Context) {
      orNotFound(ctx, await resets().look(actorOf(ctx), idOf(ctx)));
    },
    async resetSecondFactor(ctx: Context) {
      orNotFound(ctx, await resets().reset(actorOf(ctx), idOf(ctx)));
    },
    async endSessions(ctx: Context) {
      const input = parse(endSessionsInput, bodyOf(ctx));
      orNotFound(ctx, await members().endSessions(actorOf(ctx), idOf(ctx), input));
    },
    async identities(ctx: Context) {
      orNotFound(ctx, await identities().list(actorOf(ctx), idOf(ctx)));
    },
    async unlinkIdentity(ctx: Context) {
      const identity = String(ctx.params.identity);
      orNotFound(ctx, await identities().unlink(actorOf(ctx), idOf(ctx), identity));
    },
  };
};
