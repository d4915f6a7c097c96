import { FEW_RECOVERY_CODES } from '../../../rules/recovery-codes';
import type { FactorState } from '../../../services/second-factors';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import type { Problem } from '../../layout/parts';
import { renewedCookie, requireProof } from '../../proof-gate';
import type { Answer, SiteRequest } from '../../request';
import { AppToConfirm, RecoveryCodes } from '../second-factor/app';
import { passkeysPart } from './passkeys';
import { profilePart } from './shell';

const PART = 'profile/second-step';
const here = ({ to }: SiteRequest) => to.portal('profile', 'second-step');

/** Whether a second step is asked for, by what, and the ways to change it. What changes it asks for a proof first. */
export async function secondStepPage(
  request: SiteRequest,
  session: CustomerSession,
  problems: Problem[] = [],
): Promise<Answer> {
  const { t, services } = request;
  const state = await services.secondFactors.state(session.viewer);
  return profilePart(request, session, {
    part: PART,
    title: t('factor.profile'),
    problems,
    children: [
      <section aria-labelledby="second-step">
        <h2 id="second-step">{t('factor.step')}</h2>
        <p>{t(state.isOn ? 'factor.isOn' : 'factor.isOff')}</p>
        {state.isRequired && <p>{t('factor.isRequired')}</p>}
        <App request={request} state={state} />
        {state.isOn && <Codes request={request} state={state} />}
        {state.isOn && !state.isRequired && (
          <form method="post" action={`${here(request)}/off`} class="aside">
            <FormToken request={request} />
            <p>{t('factor.offText')}</p>
            <button>{t('factor.turnOff')}</button>
          </form>
        )}
      </section>,
      await passkeysPart(request, session, state, problems),
    ],
  });
}

function App({ request, state }: { request: SiteRequest; state: FactorState }) {
  const { t } = request;
  return (
    <form method="post" action={`${here(request)}/begin`}>
      <FormToken request={request} />
      <h3>{t('factor.app')}</h3>
      {state.isAppLost && <p class="wrong">{t('factor.appLost')}</p>}
      <p>{t(state.hasApp ? 'factor.hasApp' : 'factor.noApp')}</p>
      <button class={state.isOn && !state.isAppLost ? undefined : 'primary'}>
        {t(state.hasApp ? 'factor.otherApp' : 'factor.setUp')}
      </button>
    </form>
  );
}

function Codes({ request, state: { codesLeft } }: { request: SiteRequest; state: FactorState }) {
  const { t } = request;
  return (
    <form method="post" action={`${here(request)}/codes`}>
      <FormToken request={request} />
      <h3>{t('factor.codes')}</h3>
      <p class={codesLeft <= FEW_RECOVERY_CODES ? 'wrong' : undefined}>
        {t('factor.codesLeft', { count: codesLeft })}
      </p>
      <p>{t('factor.newCodesText')}</p>
      <button>{t('factor.newCodes')}</button>
    </form>
  );
}

/** The picture to scan, and the first code. */
export async function appPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  return unproven ?? (await waitingPage(request, session, []));
}

async function waitingPage(
  request: SiteRequest,
  session: CustomerSession,
  problems: Problem[],
): Promise<Answer> {
  const { t, services } = request;
  const app = await services.secondFactors.waitingApp(session);
  if (!app) return { kind: 'redirect', to: here(request) };
  return profilePart(request, session, {
    part: PART,
    title: t('factor.setUp'),
    problems,
    children: [
      <AppToConfirm request={request} app={app} action={`${here(request)}/app`} problems={problems}>
        <FormToken request={request} />
      </AppToConfirm>,
      <p>
        <a href={here(request)}>{t('factor.back')}</a>
      </p>,
    ],
  });
}

export async function beginApp(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  await request.services.secondFactors.beginApp(session);
  return { kind: 'redirect', to: `${here(request)}/app` };
}

export async function confirmApp(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  const answer = await request.services.secondFactors.confirmApp(session, fields.code ?? '');
  if (answer.outcome === 'closed') return { kind: 'redirect', to: here(request) };
  if (answer.outcome === 'wrong')
    return waitingPage(request, session, [{ field: 'code', text: request.t('factor.wrongFirst') }]);
  return codesShown(request, session, answer);
}

/** Codes that are shown this once, in the answer to what made them; the session goes on under its new token. */
export function codesShown(
  request: SiteRequest,
  session: CustomerSession,
  { token, codes }: { token: string; codes: string[] },
): Answer {
  const { t, ctx } = request;
  ctx.append('Set-Cookie', renewedCookie(request, session, token));
  return profilePart(request, session, {
    part: PART,
    title: t('factor.codes'),
    children: [
      <p>{t('factor.codesText')}</p>,
      <RecoveryCodes request={request} codes={codes} />,
      <p>
        <a class="button primary" href={here(request)}>
          {t('factor.codesKept')}
        </a>
      </p>,
    ],
  });
}

export async function makeCodes(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  const answer = await request.services.secondFactors.newCodes(session);
  return answer.outcome === 'closed'
    ? { kind: 'redirect', to: here(request) }
    : codesShown(request, session, answer);
}

export async function turnOff(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  const answer = await request.services.secondFactors.turnOff(session);
  return answer.outcome === 'off'
    ? {
        kind: 'redirect',
        to: `${here(request)}?done=factor-off`,
        cookie: renewedCookie(request, session, answer.token),
      }
    : { kind: 'redirect', to: here(request) };
}
