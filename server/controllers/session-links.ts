import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { sessionLinkInput, type SessionLink } from '../contracts/session-links';
import { getServices } from '../services';
import { bodyOf, parse } from './parse';

/** Called by the host's site, not by an admin: the token of users-permissions is the only thing that counts. */
export default ({ strapi }: { strapi: Core.Strapi }) => ({
  async create(ctx: Context) {
    const [scheme = '', siteToken = '', ...more] = ctx.get('authorization').split(/\s+/);
    if (scheme.toLowerCase() !== 'bearer' || siteToken === '' || more.length > 0)
      throw new errors.UnauthorizedError('Send the token of users-permissions as a bearer token.');
    const { portal } = parse(sessionLinkInput, bodyOf(ctx));
    const answer = await getServices(strapi).sessionLinks.make({ siteToken, portalId: portal });
    switch (answer.outcome) {
      case 'made': {
        const { url, expiresAt } = answer;
        ctx.set('Cache-Control', 'no-store');
        ctx.body = { url, expiresAt } satisfies SessionLink;
        return;
      }
      case 'unknown':
        throw new errors.UnauthorizedError('This token signs nobody in here.');
      case 'no-portal':
        throw new errors.NotFoundError('There is no such portal.');
      case 'refused':
        throw new errors.ForbiddenError('The portal does not let this account in.');
      case 'limited':
        throw new errors.RateLimitError(
          'Too many links for this account. Try again in 15 minutes.',
        );
      case 'confirm':
        ctx.status = 409;
        ctx.body = {
          data: null,
          error: {
            status: 409,
            name: 'AddressNotConfirmed',
            message: 'Nobody has confirmed the address of this account yet. A mail asks for it.',
            details: {},
          },
        };
    }
  },
});
