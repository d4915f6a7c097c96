import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { calendarInput, calendarRemoval } from '../contracts/calendars';
import { inboxInput, inboxRemoval } from '../contracts/inboxes';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** Inboxes and the calendars of their business hours. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const inboxes = () => getServices(strapi).inboxes;
  const calendars = () => getServices(strapi).calendars;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found === true ? {} : found;
  };

  return {
    async list(ctx: Context) {
      ctx.body = await inboxes().list(actorOf(ctx), parse(recordQuery, ctx.query));
    },
    async find(ctx: Context) {
      answer(ctx, await inboxes().find(actorOf(ctx), idOf(ctx)));
    },
    async create(ctx: Context) {
      ctx.body = await inboxes().create(actorOf(ctx), parse(inboxInput, bodyOf(ctx)));
      ctx.status = 201;
    },
    async save(ctx: Context) {
      const input = parse(inboxInput, bodyOf(ctx));
      answer(ctx, await inboxes().save(actorOf(ctx), idOf(ctx), input));
    },
    async remove(ctx: Context) {
      const removal = parse(inboxRemoval, ctx.query);
      answer(ctx, await inboxes().remove(actorOf(ctx), idOf(ctx), removal));
    },
    async listCalendars(ctx: Context) {
      ctx.body = await calendars().list(actorOf(ctx), parse(recordQuery, ctx.query));
    },
    async findCalendar(ctx: Context) {
      answer(ctx, await calendars().find(actorOf(ctx), idOf(ctx)));
    },
    async createCalendar(ctx: Context) {
      ctx.body = await calendars().create(actorOf(ctx), parse(calendarInput, bodyOf(ctx)));
      ctx.status = 201;
    },
    async saveCalendar(ctx: Context) {
      const input = parse(calendarInput, bodyOf(ctx));
      answer(ctx, await calendars().save(actorOf(ctx), idOf(ctx), input));
    },
    async removeCalendar(ctx: Context) {
      const { force } = parse(calendarRemoval, ctx.query);
      answer(ctx, await calendars().remove(actorOf(ctx), idOf(ctx), force === 'yes'));
    },
  };
};
