import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import * as z from 'zod/mini';
import {
  companyChoiceQuery,
  companyContactInput,
  companyContactsQuery,
  companyInput,
  companyListQuery,
  joinInput,
} from '../contracts/companies';
import { recordQuery } from '../contracts/lists';
import { mergeInput } from '../contracts/record-merge';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

const searchQuery = z.pick(recordQuery, { q: true });

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const companies = () => getServices(strapi).companies;
  const contacts = () => getServices(strapi).companyContacts;
  const joining = () => getServices(strapi).companyJoining;
  const merging = () => getServices(strapi).companyMerge;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const contactOf = (ctx: Context) => String(ctx.params.contact);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null || found === false) ctx.notFound();
    else ctx.body = found === true ? {} : found;
  };
  return {
    async list(ctx: Context) {
      ctx.body = await companies().list(actorOf(ctx), parse(companyListQuery, ctx.query));
    },
    async find(ctx: Context) {
      answer(ctx, await companies().find(actorOf(ctx), idOf(ctx)));
    },
    async create(ctx: Context) {
      ctx.body = await companies().create(actorOf(ctx), parse(companyInput, bodyOf(ctx)));
      ctx.status = 201;
    },
    async update(ctx: Context) {
      const input = parse(companyInput, bodyOf(ctx));
      answer(ctx, await companies().update(actorOf(ctx), idOf(ctx), input));
    },
    async deletion(ctx: Context) {
      answer(ctx, await companies().deletion(actorOf(ctx), idOf(ctx)));
    },
    async trash(ctx: Context) {
      answer(ctx, await companies().trash(actorOf(ctx), idOf(ctx)));
    },
    async restore(ctx: Context) {
      answer(ctx, await companies().restore(actorOf(ctx), idOf(ctx)));
    },
    async choices(ctx: Context) {
      ctx.body = await companies().choices(actorOf(ctx), parse(companyChoiceQuery, ctx.query));
    },
    async contacts(ctx: Context) {
      const query = parse(companyContactsQuery, ctx.query);
      answer(ctx, await contacts().list(actorOf(ctx), idOf(ctx), query));
    },
    async contactChoices(ctx: Context) {
      const { q } = parse(searchQuery, ctx.query);
      ctx.body = await contacts().choices(actorOf(ctx), q);
    },
    async setContact(ctx: Context) {
      const input = parse(companyContactInput, bodyOf(ctx));
      answer(ctx, await contacts().set(actorOf(ctx), idOf(ctx), contactOf(ctx), input));
    },
    async removeContact(ctx: Context) {
      answer(ctx, await contacts().remove(actorOf(ctx), idOf(ctx), contactOf(ctx)));
    },
    async joinable(ctx: Context) {
      answer(ctx, await joining().joinable(actorOf(ctx), idOf(ctx)));
    },
    async join(ctx: Context) {
      const { confirmed } = parse(joinInput, bodyOf(ctx));
      answer(ctx, await joining().join(actorOf(ctx), idOf(ctx), confirmed));
    },
    async mergePreview(ctx: Context) {
      answer(ctx, await merging().preview(actorOf(ctx), idOf(ctx), String(ctx.params.loser)));
    },
    async merge(ctx: Context) {
      const input = parse(mergeInput, bodyOf(ctx));
      answer(ctx, await merging().merge(actorOf(ctx), idOf(ctx), input));
    },
  };
};
