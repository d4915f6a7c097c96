import type { CustomerSession } from '../../../services/types';
import { readForm } from '../../body';
import { hasFormToken } from '../../form-token';
import { keptOf } from '../../layout/kept-fields';
import { ownPathOr, PageError, query, type Answer, type SiteRequest } from '../../request';
import { consentPage } from './notice';
import { answerConsent } from './page';

type Form = (session: CustomerSession) => Promise<Answer>;

/** What a session may do whose consent is due, beside answering. */
interface Ways {
  /** Whether a page is for everybody. */
  isOpen: (path: string) => boolean;
  /** Where somebody goes on whose form was held up. */
  back: string;
  /** Forms that show nothing of the portal: the way out, and time to read. By their path. */
  forms: Readonly<Record<string, Form | undefined>>;
}

/**
 * Until its person accepts the notice, a session opens the notice and the way out, and nothing else. What is open to
 * everybody (null) stays so.
 */
export async function consentGate(
  request: SiteRequest,
  due: CustomerSession,
  token: string,
  { isOpen, back, forms }: Ways,
): Promise<Answer | null> {
  const { ctx, place, services, to } = request;
  const path = place.rest.join('/');
  if (ctx.method !== 'POST') {
    // Whoever is signed in already goes on, as behind that page.
    if (path === 'sign-in')
      return { kind: 'redirect', to: ownPathOr(request, query(request, 'next')) };
    if (isOpen(path)) return null;
    const next = path === 'consent' ? to.portal() : ownPathOr(request, ctx.url);
    return consentPage(request, due, { next, kept: {}, status: 200 });
  }
  if (isOpen(path)) return null;
  // Files are not kept: nobody writes to the disk who may not see the portal.
  const { fields } = await readForm(ctx, services.attachments, false);
  const form = forms[path];
  if (form || path === 'consent') {
    if (!hasFormToken({ ...request, session: due }, fields)) throw new PageError(403);
    return form ? form(due) : answerConsent(request, due, token, fields);
  }
  return consentPage(request, due, { next: back, kept: keptOf(fields), status: 403 });
}
