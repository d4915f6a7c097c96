import type { FactorGiven } from '../../../services/factor-giving';
import type { CustomerSession } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { KeptFields, type Kept } from '../../layout/kept-fields';
import { Field, type Problem } from '../../layout/parts';
import { minutesOf, query, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { PasskeyForm } from '../passkeys/give';

/** By what somebody can give the second factor on this host. */
export interface FactorWays {
  hasApp: boolean;
  /** What the app shows opens nothing here any more. */
  isAppLost: boolean;
  hasPasskey: boolean;
}

export async function factorWays(
  { services }: SiteRequest,
  session: CustomerSession,
): Promise<FactorWays> {
  const { hasApp, isAppLost } = await services.secondFactors.state(session.viewer);
  const passkeys = await services.passkeys.list(session);
  return { hasApp: hasApp && !isAppLost, isAppLost, hasPasskey: passkeys.length > 0 };
}

/** What the forms below send; a passkey signs, the others are typed. */
export function giveFactor(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<FactorGiven> {
  const { services } = request;
  const origin = signInOrigin(request);
  return fields.way === 'passkey'
    ? services.passkeyGiving.give(session, fields.passkey ?? '', origin)
    : services.factorGiving.give(
        session,
        fields.way === 'recovery' ? 'recovery' : 'app',
        fields.code ?? '',
        origin,
      );
}

/** Why it was not taken, beside its field. */
export function factorProblem(
  { t }: SiteRequest,
  way: string,
  given: Exclude<FactorGiven, { outcome: 'given' | 'over' }>,
): Problem {
  const field = way === 'passkey' ? 'passkey' : 'code';
  switch (given.outcome) {
    case 'limited':
      return { field, text: t('factor.limited', { minutes: minutesOf(given.retryAfter) }) };
    case 'used':
      return { field, text: t('factor.used') };
    case 'wrong':
      if (way === 'passkey') return { field, text: t('factor.wrongPasskey') };
      return { field, text: t(way === 'recovery' ? 'factor.wrongRecovery' : 'factor.wrongCode') };
  }
}

interface Props {
  request: SiteRequest;
  session: CustomerSession;
  ways: FactorWays;
  /** Address that takes the forms, and shows them by another way with `?way=recovery`. */
  action: string;
  /** A path of our own, where a right one leads. */
  next: string;
  kept?: Kept;
  /** What was asked for: `recovery`; else the first that there is. */
  way: string;
  problems: Problem[];
}

export const askedWay = (request: SiteRequest): string => query(request, 'way');

/** The code of the app, a passkey, or a recovery code: the likeliest first, and the ways to the others. */
export function FactorForms(props: Props) {
  const { request, session, ways, action, next, kept = {}, problems } = props;
  const { t } = request;
  const isRecovery = props.way === 'recovery' || (!ways.hasApp && !ways.hasPasskey);
  const signed = { ...request, session };
  const hidden = (way: string) => (
    <>
      <FormToken request={signed} />
      <input type="hidden" name="way" value={way} />
      <input type="hidden" name="next" value={next} />
      <KeptFields kept={kept} />
    </>
  );
  return (
    <>
      {ways.isAppLost && <p class="notice">{t('factor.appLost')}</p>}
      {isRecovery ? (
        <form method="post" action={action}>
          {hidden('recovery')}
          <Field
            id="code"
            label={t('factor.recoveryCode')}
            help={t('factor.recoveryHelp')}
            autocomplete="off"
            problems={problems}
          />
          <button class="primary">{t('factor.goOn')}</button>
        </form>
      ) : (
        ways.hasApp && (
          <form method="post" action={action}>
            {hidden('app')}
            <Field
              id="code"
              label={t('factor.appCode')}
              help={t('factor.appHelp')}
              inputMode="numeric"
              autocomplete="one-time-code"
              problems={problems}
            />
            <button class="primary">{t('factor.goOn')}</button>
          </form>
        )
      )}
      {!isRecovery && ways.hasPasskey && (
        <PasskeyForm request={request} action={action} isPrimary={!ways.hasApp} problems={problems}>
          {hidden('passkey')}
        </PasskeyForm>
      )}
      <OtherWay {...props} isRecovery={isRecovery} />
    </>
  );
}

/** A link, or a button where something typed would be lost by one. */
function OtherWay({
  request,
  session,
  ways,
  action,
  next,
  kept = {},
  isRecovery,
}: Props & { isRecovery: boolean }) {
  const { t } = request;
  if (isRecovery && !ways.hasApp && !ways.hasPasskey) return null;
  const way = isRecovery ? 'app' : 'recovery';
  const text = t(isRecovery ? 'factor.otherWay' : 'factor.useRecovery');
  if (Object.keys(kept).length === 0)
    return (
      <p>
        <a href={`${action}?way=${way}&next=${encodeURIComponent(next)}`}>{text}</a>
      </p>
    );
  return (
    <form method="post" action={action}>
      <FormToken request={{ ...request, session }} />
      <input type="hidden" name="next" value={next} />
      <KeptFields kept={kept} />
      <button class="plain link" name="show" value={way}>
        {text}
      </button>
    </form>
  );
}
