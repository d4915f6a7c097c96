import { isProven } from '../../../services/proofs';
import type { CustomerSession } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { KeptFields } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { FormShell, Problems, type Problem } from '../../layout/parts';
import { renewedCookie } from '../../proof-gate';
import type { Answer, SiteRequest } from '../../request';
import { AppToConfirm, RecoveryCodes } from './app';
import { LeaveForm, onwardOf, signInAfresh, type Onward } from './page';

interface State extends Onward {
  status: number;
  problems?: Problem[];
}

/** Stands before every page where the portal requires a second factor, and the time of grace is over. */
export async function setUpPage(
  request: SiteRequest,
  due: CustomerSession,
  { next, kept, status, problems = [] }: State,
): Promise<Answer> {
  const { t, to, services, now } = request;
  const app = isProven(due, now) ? await services.secondFactors.waitingApp(due) : null;
  const hidden = (
    <>
      <FormToken request={{ ...request, session: due }} />
      <input type="hidden" name="next" value={next} />
      <KeptFields kept={kept} />
    </>
  );
  const html = renderPage(request, {
    title: t('factor.required'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('factor.required')}>
        <Problems request={request} problems={problems} />
        {Object.keys(kept).length > 0 && <p class="notice">{t('factor.kept')}</p>}
        <p>{t('factor.requiredText', { company: due.viewer.portal.company })}</p>
        {app ? (
          <AppToConfirm
            request={request}
            app={app}
            action={to.portal('second-factor', 'confirm')}
            problems={problems}
          >
            {hidden}
          </AppToConfirm>
        ) : (
          <form method="post" action={to.portal('second-factor', 'begin')}>
            {hidden}
            {!isProven(due, now) && <p>{t('factor.signInFirst')}</p>}
            <button class="primary">
              {t(isProven(due, now) ? 'factor.setUp' : 'factor.signInAgain')}
            </button>
          </form>
        )}
        <LeaveForm request={request} due={due} text={t('factor.setUpHelp')} />
      </FormShell>
    ),
  });
  return { kind: 'page', status, html, isUnlisted: true };
}

/** A thief of an old session sets up nothing: whoever signed in long ago does so once more. */
export async function beginSetUp(
  request: SiteRequest,
  due: CustomerSession,
  token: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const { services, now } = request;
  const onward = onwardOf(request, fields);
  if (!isProven(due, now)) {
    await services.sessions.end(token);
    return signInAfresh(request, due, onward);
  }
  await services.secondFactors.beginApp(due);
  return setUpPage(request, due, { ...onward, status: 200 });
}

export async function confirmSetUp(
  request: SiteRequest,
  due: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, ctx, services, now } = request;
  const onward = onwardOf(request, fields);
  if (!isProven(due, now)) return setUpPage(request, due, { ...onward, status: 403 });
  const answer = await services.secondFactors.confirmApp(due, fields.code ?? '');
  if (answer.outcome === 'closed') return setUpPage(request, due, { ...onward, status: 409 });
  if (answer.outcome === 'wrong') {
    const problems = [{ field: 'code', text: t('factor.wrongFirst') }];
    return setUpPage(request, due, { ...onward, status: 422, problems });
  }
  ctx.append('Set-Cookie', renewedCookie(request, due, answer.token));
  const html = renderPage(request, {
    title: t('factor.codes'),
    children: (
      <FormShell title={t('factor.codes')}>
        <p>{t('factor.codesText')}</p>
        <RecoveryCodes request={request} codes={answer.codes} />
        <form method="post" action={to.portal('second-factor')}>
          <FormToken request={{ ...request, session: due }} />
          <input type="hidden" name="next" value={onward.next} />
          <KeptFields kept={onward.kept} />
          <button class="primary">{t('factor.codesKept')}</button>
        </form>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}
