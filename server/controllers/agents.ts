import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { agentInput, agentLeaving, agentQuery, newAgent, PICTURE_SIZE } from '../contracts/agents';
import { recordQuery } from '../contracts/lists';
import { getServices } from '../services';
import { refused } from '../services/refusals';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

const searchQuery = z.pick(recordQuery, { q: true });

interface Upload {
  filepath: string;
  size: number;
}

/** Agents, and the Strapi roles of a help desk. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const agents = () => getServices(strapi).agents;
  const roles = () => getServices(strapi).supportRoles;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found;
  };

  return {
    async list(ctx: Context) {
      ctx.body = await agents().list(actorOf(ctx), parse(agentQuery, ctx.query));
    },
    async find(ctx: Context) {
      answer(ctx, await agents().find(actorOf(ctx), idOf(ctx)));
    },
    async adminUsers(ctx: Context) {
      const { q } = parse(searchQuery, ctx.query);
      ctx.body = await agents().adminUsers(actorOf(ctx), q);
    },
    async create(ctx: Context) {
      ctx.body = await agents().create(actorOf(ctx), parse(newAgent, bodyOf(ctx)));
      ctx.status = 201;
    },
    async save(ctx: Context) {
      const input = parse(agentInput, bodyOf(ctx));
      answer(ctx, await agents().save(actorOf(ctx), idOf(ctx), input));
    },
    async leave(ctx: Context) {
      const input = parse(agentLeaving, bodyOf(ctx));
      answer(ctx, await agents().leave(actorOf(ctx), idOf(ctx), input));
    },
    async comeBack(ctx: Context) {
      answer(ctx, await agents().comeBack(actorOf(ctx), idOf(ctx)));
    },
    async setPicture(ctx: Context) {
      const { files } = ctx.request as { files?: Record<string, Upload | Upload[]> };
      const file = [files?.picture ?? []].flat()[0];
      if (!file) return refused('picture', 'Choose a PNG, JPEG or WebP picture.');
      if (file.size > PICTURE_SIZE) return refused('picture', 'Choose a picture of at most 1 MB.');
      const bytes = await readFile(file.filepath);
      if (bytes.length === 0) return refused('picture', 'Choose a PNG, JPEG or WebP picture.');
      answer(ctx, await agents().setPicture(actorOf(ctx), idOf(ctx), bytes));
    },
    async removePicture(ctx: Context) {
      answer(ctx, await agents().setPicture(actorOf(ctx), idOf(ctx), Buffer.alloc(0)));
    },
    async picture(ctx: Context) {
      const found = await agents().openPicture(actorOf(ctx), idOf(ctx));
      if (!found) return ctx.notFound();
      ctx.set({
        'Content-Type': found.mimeType,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-store',
      });
      ctx.body = found.bytes;
    },
    async supportRoles(ctx: Context) {
      ctx.body = await roles().plan(actorOf(ctx));
    },
    async createSupportRoles(ctx: Context) {
      ctx.body = await roles().create(actorOf(ctx));
    },
  };
};
