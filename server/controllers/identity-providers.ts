import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  mappingPreview,
  metadataInput,
  newProvider,
  providerInput,
  providerState,
} from '../contracts/identity-providers';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** Where people of a portal may prove who they are, and round trips that try it. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const providers = () => getServices(strapi).identityProviders;
  const tests = () => getServices(strapi).providerTests;
  const portalOf = (ctx: Context) => String(ctx.params.id);
  /** Who asks for which provider of which portal. */
  const asked = (ctx: Context) =>
    [actorOf(ctx), portalOf(ctx), String(ctx.params.provider)] as const;
  const answer = (ctx: Context, found: unknown, status = 200) => {
    if (found === null || found === false) return ctx.notFound();
    ctx.body = found === true ? {} : found;
    ctx.status = status;
  };

  return {
    async list(ctx: Context) {
      const query = parse(recordQuery, ctx.query);
      answer(ctx, await providers().list(actorOf(ctx), portalOf(ctx), query));
    },
    async create(ctx: Context) {
      const input = parse(newProvider, bodyOf(ctx));
      answer(ctx, await providers().create(actorOf(ctx), portalOf(ctx), input), 201);
    },
    async find(ctx: Context) {
      answer(ctx, await providers().find(...asked(ctx)));
    },
    async save(ctx: Context) {
      answer(ctx, await providers().save(...asked(ctx), parse(providerInput, bodyOf(ctx))));
    },
    async turn(ctx: Context) {
      const { isOn } = parse(providerState, bodyOf(ctx));
      answer(ctx, await providers().turn(...asked(ctx), isOn));
    },
    async remove(ctx: Context) {
      answer(ctx, await providers().remove(...asked(ctx)));
    },
    async readMetadata(ctx: Context) {
      const input = parse(metadataInput, bodyOf(ctx));
      answer(ctx, await providers().readMetadata(...asked(ctx), input));
    },
    async startTest(ctx: Context) {
      answer(ctx, await tests().start(...asked(ctx)), 201);
    },
    /** `{ test: null }` while nothing was tried: a page asks again and again. */
    async lastTest(ctx: Context) {
      ctx.body = { test: await tests().last(...asked(ctx)) };
    },
    async preview(ctx: Context) {
      answer(ctx, await tests().preview(...asked(ctx), parse(mappingPreview, bodyOf(ctx))));
    },
  };
};
