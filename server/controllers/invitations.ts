import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  invitationListQuery,
  invitationsInput,
  inviteInput,
  invitingInput,
  registrationLinkInput,
} from '../contracts/invitations';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

/** Invitations to a portal. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const invitations = () => getServices(strapi).invitations;
  const changes = () => getServices(strapi).invitationChanges;
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found;
  };

  return {
    async inviting(ctx: Context) {
      answer(ctx, await invitations().inviting(actorOf(ctx), idOf(ctx)));
    },
    async setInviting(ctx: Context) {
      const input = parse(invitingInput, bodyOf(ctx));
      answer(ctx, await invitations().setInviting(actorOf(ctx), idOf(ctx), input));
    },
    async list(ctx: Context) {
      const query = parse(invitationListQuery, ctx.query);
      answer(ctx, await invitations().list(actorOf(ctx), idOf(ctx), query));
    },
    async invite(ctx: Context) {
      const input = parse(inviteInput, bodyOf(ctx));
      answer(ctx, await invitations().invite(actorOf(ctx), idOf(ctx), input));
    },
    async resend(ctx: Context) {
      const input = parse(invitationsInput, bodyOf(ctx));
      answer(ctx, await changes().resend(actorOf(ctx), idOf(ctx), input));
    },
    async cancel(ctx: Context) {
      const input = parse(invitationsInput, bodyOf(ctx));
      answer(ctx, await changes().cancel(actorOf(ctx), idOf(ctx), input));
    },
    async registrationLink(ctx: Context) {
      const { contact } = parse(registrationLinkInput, bodyOf(ctx));
      // Shown once: neither a proxy nor the browser keeps it.
      ctx.set('Cache-Control', 'no-store');
      answer(ctx, await changes().registrationLink(actorOf(ctx), idOf(ctx), contact));
    },
  };
};
