import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getServices } from '../services';
import { actorOf } from './actor-of';

/** Headers that a proxy adds to what it passes on. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded', 'via'];

/** What the portal stands on. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async check(ctx: Context) {
    const request = {
      isSecure: ctx.secure,
      isForwarded: FORWARDED.some((name) => ctx.get(name) !== ''),
    };
    ctx.body = await getServices(strapi).health.check(actorOf(ctx), request);
  },
  async testMail(ctx: Context) {
    const { email, preferedLanguage } = ctx.state.user as {
      email: string;
      preferedLanguage?: string | null;
    };
    const language = preferedLanguage ?? 'en';
    ctx.body = await getServices(strapi).health.testMail(actorOf(ctx), email, language);
  },
});
