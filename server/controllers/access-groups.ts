import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import * as z from 'zod/mini';
import {
  accessGroupQuery,
  accessGroupUpdate,
  deletionInput,
  membersInput,
  newAccessGroup,
  previewInput,
  removalInput,
} from '../contracts/access-groups';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

const searchQuery = z.pick(recordQuery, { q: true });

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const groups = () => getServices(strapi).accessGroups;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null || found === false) ctx.notFound();
    else ctx.body = found === true ? {} : found;
  };

  return {
    async list(ctx: Context) {
      ctx.body = await groups().list(actorOf(ctx), parse(accessGroupQuery, ctx.query));
    },
    async find(ctx: Context) {
      answer(ctx, await groups().find(actorOf(ctx), idOf(ctx)));
    },
    async create(ctx: Context) {
      ctx.body = await groups().create(actorOf(ctx), parse(newAccessGroup, bodyOf(ctx)));
    },
    async update(ctx: Context) {
      const input = parse(accessGroupUpdate, bodyOf(ctx));
      answer(ctx, await groups().update(actorOf(ctx), idOf(ctx), input));
    },
    async deletion(ctx: Context) {
      answer(ctx, await groups().deletion(actorOf(ctx), idOf(ctx)));
    },
    async remove(ctx: Context) {
      const confirmed = parse(deletionInput, ctx.query);
      answer(ctx, await groups().remove(actorOf(ctx), idOf(ctx), confirmed));
    },
    async members(ctx: Context) {
      const query = parse(recordQuery, ctx.query);
      answer(ctx, await groups().members(actorOf(ctx), idOf(ctx), query));
    },
    async choices(ctx: Context) {
      const { q } = parse(searchQuery, ctx.query);
      answer(ctx, await groups().choices(actorOf(ctx), idOf(ctx), q));
    },
    async addMembers(ctx: Context) {
      const input = parse(membersInput, bodyOf(ctx));
      answer(ctx, await groups().addMembers(actorOf(ctx), idOf(ctx), input));
    },
    async removeMembers(ctx: Context) {
      const { contacts } = parse(removalInput, bodyOf(ctx));
      answer(ctx, await groups().removeMembers(actorOf(ctx), idOf(ctx), contacts));
    },
    async preview(ctx: Context) {
      ctx.body = await groups().preview(actorOf(ctx), parse(previewInput, bodyOf(ctx)));
    },
  };
};
