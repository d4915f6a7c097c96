import type { CustomerSession } from '../../../services/types';
import { readForm } from '../../body';
import { hasFormToken } from '../../form-token';
import { keptOf } from '../../layout/kept-fields';
import { ownPathOr, PageError, query, type Answer, type SiteRequest } from '../../request';
import { askedWay } from './forms';
import { askFactorPage, takeFactor, type Onward } from './page';
import { beginSetUp, confirmSetUp, setUpPage } from './set-up';

/** What a session may do that lacks its second factor, beside giving it or setting it up. */
interface Ways {
  /** Whether a page is for everybody. */
  isOpen: (path: string) => boolean;
  /** Where somebody goes on whose form was held up. */
  back: string;
  signOut: (due: CustomerSession) => Promise<Answer>;
}

const shown = (
  request: SiteRequest,
  due: CustomerSession,
  state: Onward & { status: number },
): Promise<Answer> =>
  due.factorNeed === 'ask'
    ? askFactorPage(request, due, { ...state, way: askedWay(request) })
    : setUpPage(request, due, state);

/**
 * Until the second factor is given, or set up where it must be, a session opens the page for that and the way out, and nothing
 * else. What is open to everybody (null) stays so.
 */
export async function factorGate(
  request: SiteRequest,
  due: CustomerSession,
  token: string,
  { isOpen, back, signOut }: Ways,
): Promise<Answer | null> {
  const { ctx, place, services } = request;
  const path = place.rest.join('/');
  if (ctx.method !== 'POST') {
    // Whoever comes to sign in has done the first half of it.
    const isOwn = path === 'sign-in' || path.split('/')[0] === 'second-factor';
    if (isOpen(path) && !isOwn) return null;
    const next = ownPathOr(request, isOwn ? query(request, 'next') : ctx.url);
    return shown(request, due, { next, kept: {}, status: 200 });
  }
  if (isOpen(path)) return null;
  // Files are not kept: nobody writes to the disk who may not see the portal.
  const { fields } = await readForm(ctx, services.attachments, false);
  const form = formOf(path, due);
  if (!form) return shown(request, due, { next: back, kept: keptOf(fields), status: 403 });
  if (!hasFormToken({ ...request, session: due }, fields)) throw new PageError(403);
  return form(fields);

  function formOf(
    asked: string,
    { factorNeed }: CustomerSession,
  ): ((fields: Record<string, string>) => Promise<Answer>) | null {
    if (asked === 'sign-out') return () => signOut(due);
    if (factorNeed === 'ask')
      return asked === 'second-factor' ? (sent) => takeFactor(request, due, sent) : null;
    if (asked === 'second-factor/begin') return (sent) => beginSetUp(request, due, token, sent);
    return asked === 'second-factor/confirm' ? (sent) => confirmSetUp(request, due, sent) : null;
  }
}
