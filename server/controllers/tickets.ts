import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  agentAttachmentUpdate,
  agentMessageInput,
  agentTicketInput,
  agentTicketQuery,
  agentTicketUpdate,
  contactQuery,
} from '../contracts/tickets';
import { getServices } from '../services';
import { answerWith } from '../services/attachment-answers';
import { agentOf } from './agent-of';
import { bodyOf, parse } from './parse';

/** The help desk's JSON: reads the request, asks the service, answers. Every rule is in the service. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const tickets = () => getServices(strapi).agentTickets;
  const orNotFound = (ctx: Context, answer: unknown) => {
    if (answer === null) return ctx.notFound();
    ctx.body = answer;
  };
  return {
    async choices(ctx: Context) {
      ctx.body = await tickets().choices(await agentOf(strapi, ctx));
    },
    async list(ctx: Context) {
      ctx.body = await tickets().list(
        await agentOf(strapi, ctx),
        parse(agentTicketQuery, ctx.query),
      );
    },
    async find(ctx: Context) {
      return orNotFound(ctx, await tickets().find(await agentOf(strapi, ctx), ctx.params.id));
    },
    async create(ctx: Context) {
      ctx.body = await tickets().create(
        await agentOf(strapi, ctx),
        parse(agentTicketInput, bodyOf(ctx)),
      );
      ctx.status = 201;
    },
    async update(ctx: Context) {
      return orNotFound(
        ctx,
        await tickets().update(
          await agentOf(strapi, ctx),
          ctx.params.id,
          parse(agentTicketUpdate, bodyOf(ctx)),
        ),
      );
    },
    async addMessage(ctx: Context) {
      return orNotFound(
        ctx,
        await tickets().addMessage(
          await agentOf(strapi, ctx),
          ctx.params.id,
          parse(agentMessageInput, bodyOf(ctx)),
        ),
      );
    },
    async attachment(ctx: Context) {
      const { id, attachmentId } = ctx.params;
      const found = await tickets().findAttachment(await agentOf(strapi, ctx), id, attachmentId);
      const answer =
        found &&
        (await answerWith(found, {
          method: ctx.method,
          view: String(ctx.query.view ?? ''),
          range: ctx.get('range'),
          ifRange: ctx.get('if-range'),
        }));
      if (!answer) return ctx.notFound();
      ctx.set(answer.headers);
      ctx.status = answer.status;
      ctx.length = answer.size;
      ctx.body = answer.stream;
    },
    async updateAttachment(ctx: Context) {
      const { id, attachmentId } = ctx.params;
      return orNotFound(
        ctx,
        await tickets().updateAttachment(
          await agentOf(strapi, ctx),
          id,
          attachmentId,
          parse(agentAttachmentUpdate, bodyOf(ctx)),
        ),
      );
    },
    async contacts(ctx: Context) {
      ctx.body = await tickets().findContacts(
        await agentOf(strapi, ctx),
        parse(contactQuery, ctx.query),
      );
    },
  };
};
