import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import {
  addressQuery,
  deletionConfirmation,
  entrantsQuery,
  knowledgeBasePlace,
  namedOnTheSpot,
  SETUP_INPUTS,
  stateInput,
  type SetupInputStep,
} from '../contracts/portal-setup';
import { newPortal, portalQuery } from '../contracts/portals';
import { getServices } from '../services';
import { actorOf } from './actor-of';
import { bodyOf, parse } from './parse';

const isStep = (name: string): name is SetupInputStep => Object.hasOwn(SETUP_INPUTS, name);

/** The set-up of portals, and their life after it. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const services = () => getServices(strapi);
  const idOf = (ctx: Context) => String(ctx.params.id);
  const answer = (ctx: Context, found: unknown) => {
    if (found === null) ctx.notFound();
    else ctx.body = found;
  };
  const done = (ctx: Context, isDone: true | null) => {
    if (isDone === null) ctx.notFound();
    else ctx.status = 204;
  };

  return {
    async list(ctx: Context) {
      ctx.body = await services().portalLife.list(actorOf(ctx), parse(portalQuery, ctx.query));
    },
    async create(ctx: Context) {
      const made = await services().portalSetup.create(actorOf(ctx), parse(newPortal, bodyOf(ctx)));
      ctx.status = 201;
      ctx.body = made;
    },
    async remove(ctx: Context) {
      const { name } = parse(deletionConfirmation, ctx.query);
      done(ctx, await services().portalLife.remove(actorOf(ctx), idOf(ctx), name));
    },
    async deletion(ctx: Context) {
      answer(ctx, await services().portalLife.deletion(actorOf(ctx), idOf(ctx)));
    },
    async duplicate(ctx: Context) {
      answer(ctx, await services().portalLife.duplicate(actorOf(ctx), idOf(ctx)));
    },
    async setState(ctx: Context) {
      const { state } = parse(stateInput, bodyOf(ctx));
      done(ctx, await services().portalLife.setState(actorOf(ctx), idOf(ctx), state));
    },
    async choices(ctx: Context) {
      answer(ctx, await services().portalSetup.choices(actorOf(ctx), idOf(ctx)));
    },
    async save(ctx: Context) {
      const step = String(ctx.params.step);
      if (!isStep(step)) return ctx.notFound();
      const input = parse(SETUP_INPUTS[step], bodyOf(ctx));
      // The shape belongs to the step, which the types of a union cannot say.
      const { portalSetup } = services();
      answer(ctx, await portalSetup.save(actorOf(ctx), idOf(ctx), step, input as never));
    },
    async finish(ctx: Context) {
      answer(ctx, await services().portalSetup.finish(actorOf(ctx), idOf(ctx)));
    },
    async makeInbox(ctx: Context) {
      const input = parse(namedOnTheSpot, bodyOf(ctx));
      answer(ctx, await services().portalSetup.makeInbox(actorOf(ctx), idOf(ctx), input));
    },
    async address(ctx: Context) {
      const place = parse(addressQuery, ctx.query);
      answer(ctx, await services().portalSetup.address(actorOf(ctx), idOf(ctx), place));
    },
    async entrants(ctx: Context) {
      const { groups } = parse(entrantsQuery, ctx.query);
      const ids = groups.split(',').filter(Boolean);
      answer(ctx, await services().portalSetup.entrants(actorOf(ctx), idOf(ctx), ids));
    },
    async nextSteps(ctx: Context) {
      answer(ctx, await services().portalNextSteps.find(actorOf(ctx), idOf(ctx)));
    },
    async placeKnowledgeBase(ctx: Context) {
      const input = parse(knowledgeBasePlace, bodyOf(ctx));
      const { portalNextSteps } = services();
      answer(ctx, await portalNextSteps.placeKnowledgeBase(actorOf(ctx), idOf(ctx), input));
    },
    async testVisit(ctx: Context) {
      const { email } = ctx.state.user as { email: string };
      const actor = { ...actorOf(ctx), email };
      answer(ctx, await services().testVisits.begin(actor, idOf(ctx)));
    },
  };
};
