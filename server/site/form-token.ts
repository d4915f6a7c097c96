import { timingSafeEqual } from 'node:crypto';
import type { SiteRequest } from './request';

/** CSRF, second half: signed-in forms carry the session's token. */
export function hasFormToken(request: SiteRequest, fields: Record<string, string>): boolean {
  const expected = Buffer.from(request.session?.formToken ?? '');
  const given = Buffer.from(fields.formToken ?? '');
  return (
    expected.length > 0 && expected.length === given.length && timingSafeEqual(expected, given)
  );
}
