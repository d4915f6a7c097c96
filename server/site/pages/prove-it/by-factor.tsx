import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell, Problems, type Problem } from '../../layout/parts';
import { renewedCookie } from '../../proof-gate';
import { retryHeader, type Answer, type SiteRequest } from '../../request';
import {
  askedWay,
  FactorForms,
  factorProblem,
  factorWays,
  giveFactor,
} from '../second-factor/forms';

interface State {
  status: number;
  way: string;
  problems?: Problem[];
  headers?: Record<string, string>;
}

/** Whoever has a second factor proves by that one: a thief of the session may have the password or the mailbox as well. */
export async function proveByFactorPage(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  { status, way, problems = [], headers }: State = { status: 200, way: askedWay(request) },
): Promise<Answer> {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('proof.title'),
    isError: problems.length > 0,
    current: 'profile',
    children: (
      <FormShell title={t('proof.title')}>
        <p>{t('proof.intro')}</p>
        <Problems request={request} problems={problems} />
        <FactorForms
          request={request}
          session={session}
          ways={await factorWays(request, session)}
          action={to.portal('prove-it')}
          next={next}
          way={way}
          problems={problems}
        />
      </FormShell>
    ),
  });
  return { kind: 'page', status, html, headers };
}

/** What its forms send. */
export async function proveByFactor(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const { to } = request;
  const given = await giveFactor(request, session, fields);
  if (given.outcome === 'given')
    return { kind: 'redirect', to: next, cookie: renewedCookie(request, session, given.token) };
  // The session ended meanwhile.
  if (given.outcome === 'over')
    return { kind: 'redirect', to: `${to.portal('sign-in')}?next=${encodeURIComponent(next)}` };
  const way = fields.way ?? '';
  return proveByFactorPage(request, session, next, {
    way,
    problems: [factorProblem(request, way, given)],
    status: given.outcome === 'limited' ? 429 : 422,
    headers: given.outcome === 'limited' ? retryHeader(given.retryAfter) : undefined,
  });
}
