import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { pipelineInput, pipelineQuery, pipelineRemoval } from '../contracts/pipelines';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const pipelines = () => getServices(strapi).pipelines;
  return {
    async list(ctx: Context) {
      ctx.body = await pipelines().list(actorOf(ctx), parse(pipelineQuery, ctx.query));
    },
    async find(ctx: Context) {
      const found = await pipelines().find(actorOf(ctx), ctx.params.id);
      if (!found) return ctx.notFound();
      ctx.body = found;
    },
    async create(ctx: Context) {
      ctx.body = await pipelines().create(actorOf(ctx), parse(pipelineInput, bodyOf(ctx)));
      ctx.status = 201;
    },
    async save(ctx: Context) {
      const input = parse(pipelineInput, bodyOf(ctx));
      const saved = await pipelines().save(actorOf(ctx), ctx.params.id, input);
      if (!saved) return ctx.notFound();
      ctx.body = saved;
    },
    async remove(ctx: Context) {
      const removal = parse(pipelineRemoval, bodyOf(ctx));
      if (!(await pipelines().remove(actorOf(ctx), ctx.params.id, removal))) return ctx.notFound();
      ctx.status = 204;
    },
  };
};
