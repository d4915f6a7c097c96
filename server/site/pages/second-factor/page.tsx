import type { CustomerSession } from '../../../services/types';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { keptOf, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { FormShell, Problems, type Problem } from '../../layout/parts';
import { renewedCookie } from '../../proof-gate';
import { ownPathOr, retryHeader, type Answer, type SiteRequest } from '../../request';
import { HelpContact } from '../../system-texts';
import { goOn } from '../sign-in/go-on';
import { signInAgainPage } from '../sign-in/page';
import { FactorForms, factorProblem, factorWays, giveFactor } from './forms';

/** Where somebody goes on, and what was typed before. */
export interface Onward {
  next: string;
  kept: Kept;
}

export const onwardOf = (request: SiteRequest, fields: Record<string, string>): Onward => ({
  next: ownPathOr(request, fields.next ?? ''),
  kept: keptOf(fields),
});

interface State extends Onward {
  status: number;
  way: string;
  problems?: Problem[];
  headers?: Record<string, string>;
}

/** Stands before every page of the portal until the second factor is given: it tells nothing, not even whose it is. */
export async function askFactorPage(
  request: SiteRequest,
  due: CustomerSession,
  { next, kept, status, way, problems = [], headers }: State,
): Promise<Answer> {
  const { t, to } = request;
  const ways = await factorWays(request, due);
  const html = renderPage(request, {
    title: t('factor.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('factor.title')}>
        <Problems request={request} problems={problems} />
        {Object.keys(kept).length > 0 && <p class="notice">{t('factor.kept')}</p>}
        <p>{t('factor.intro')}</p>
        <FactorForms
          request={request}
          session={due}
          ways={ways}
          action={to.portal('second-factor')}
          next={next}
          kept={kept}
          way={way}
          problems={problems}
        />
        <LeaveForm request={request} due={due} text={t('factor.lost')} />
      </FormShell>
    ),
  });
  return { kind: 'page', status, html, headers, isUnlisted: true };
}

/** The way out, and who helps. */
export function LeaveForm({
  request,
  due,
  text,
}: {
  request: SiteRequest;
  due: CustomerSession;
  text: string;
}) {
  const { t, to } = request;
  const { helpContact } = due.viewer.portal.settings.general;
  return (
    <form method="post" action={to.portal('sign-out')} class="aside">
      <FormToken request={{ ...request, session: due }} />
      <p>
        {text} {helpContact !== '' && <HelpContact request={request} />}
      </p>
      <button>{t('nav.signOut')}</button>
    </form>
  );
}

/** What the forms of that page send. */
export async function takeFactor(
  request: SiteRequest,
  due: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { ctx } = request;
  const onward = onwardOf(request, fields);
  if (fields.show !== undefined)
    return askFactorPage(request, due, { ...onward, status: 200, way: fields.show });
  const given = await giveFactor(request, due, fields);
  if (given.outcome === 'over') return signInAfresh(request, due, onward);
  if (given.outcome === 'given') {
    ctx.append('Set-Cookie', renewedCookie(request, due, given.token));
    return goOn(request, due.viewer.portal, { token: given.token, ...onward });
  }
  const way = fields.way ?? '';
  return askFactorPage(request, due, {
    ...onward,
    way,
    problems: [factorProblem(request, way, given)],
    status: given.outcome === 'limited' ? 429 : 422,
    headers: given.outcome === 'limited' ? retryHeader(given.retryAfter) : undefined,
  });
}

/** The session has ended: everything begins anew, but for what was typed. */
export function signInAfresh(
  request: SiteRequest,
  due: CustomerSession,
  { next, kept }: Onward,
): Answer {
  request.ctx.append('Set-Cookie', sessionCookie(due.viewer.portal.domain, '', -1));
  return signInAgainPage({ ...request, factorDue: undefined }, next, kept);
}

/** The same form from another tab, when the second factor was given already: on it goes. */
export const factorGiven = (
  request: SiteRequest,
  { viewer }: CustomerSession,
  token: string,
  fields: Record<string, string>,
): Promise<Answer> => goOn(request, viewer.portal, { token, ...onwardOf(request, fields) });
