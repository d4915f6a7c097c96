import type { SignInOrigin } from '../services/types';
import { readDeviceToken, readSessionToken } from './cookies';
import type { SiteRequest } from './request';

/** Which browser signs in, from where: every way in passes it on. */
export const signInOrigin = ({ ctx, place }: SiteRequest): SignInOrigin => ({
  ip: ctx.ip,
  userAgent: ctx.get('user-agent'),
  previousToken: readSessionToken(place.domain, ctx.get('cookie')),
  deviceToken: readDeviceToken(place.domain, ctx.get('cookie')),
});
