import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { announcementInput } from '../contracts/announcements';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** What portals tell their readers for a while. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const announcements = () => getServices(strapi).announcements;
  const portalOf = (ctx: Context) => String(ctx.params.id);
  const idOf = (ctx: Context) => String(ctx.params.announcement);
  const answer = (ctx: Context, found: unknown, status = 200) => {
    if (found === null || found === false) return ctx.notFound();
    ctx.body = found === true ? {} : found;
    ctx.status = status;
  };

  return {
    async list(ctx: Context) {
      const query = parse(recordQuery, ctx.query);
      answer(ctx, await announcements().list(actorOf(ctx), portalOf(ctx), query));
    },
    async find(ctx: Context) {
      answer(ctx, await announcements().find(actorOf(ctx), portalOf(ctx), idOf(ctx)));
    },
    async create(ctx: Context) {
      const input = parse(announcementInput, bodyOf(ctx));
      answer(ctx, await announcements().create(actorOf(ctx), portalOf(ctx), input), 201);
    },
    async save(ctx: Context) {
      const input = parse(announcementInput, bodyOf(ctx));
      answer(ctx, await announcements().save(actorOf(ctx), portalOf(ctx), idOf(ctx), input));
    },
    async remove(ctx: Context) {
      answer(ctx, await announcements().remove(actorOf(ctx), portalOf(ctx), idOf(ctx)));
    },
  };
};
