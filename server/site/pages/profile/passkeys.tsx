import { MOST_PASSKEYS } from '../../../rules/passkeys';
import type { PasskeyView } from '../../../services/passkeys';
import type { FactorState } from '../../../services/second-factors';
import type { CustomerSession } from '../../../services/types';
import { h, type Child } from '../../html';
import { FormToken } from '../../layout/form-token';
import { PasskeyButton } from '../../layout/passkey-button';
import { Field, Time, type Problem } from '../../layout/parts';
import type { SiteRequest } from '../../request';

/** Of the page of the second step (second-step.tsx): nothing where nobody has any, and nobody may add one. */
export async function passkeysPart(
  request: SiteRequest,
  session: CustomerSession,
  factor: FactorState,
  problems: Problem[],
): Promise<Child> {
  const { t, services } = request;
  const passkeys = await services.passkeys.list(session);
  const mayAdd = services.passkeys.mayAdd(session);
  if (passkeys.length === 0 && !mayAdd) return null;
  return (
    <section class="aside" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{t('passkeys.title')}</h2>
      <p>{t('passkeys.intro')}</p>
      {passkeys.length === 0 ? (
        <p class="calm">{t('passkeys.none')}</p>
      ) : (
        <ul class="devices">
          {passkeys.map((passkey) => (
            <PasskeyItem request={request} passkey={passkey} problems={problems} />
          ))}
        </ul>
      )}
      {passkeys.length > 0 && <AskForIt request={request} factor={factor} />}
      {mayAdd && <AddForm request={request} count={passkeys.length} problems={problems} />}
    </section>
  );
}

function PasskeyItem({
  request,
  passkey,
  problems,
}: {
  request: SiteRequest;
  passkey: PasskeyView;
  problems: Problem[];
}) {
  const { t, to } = request;
  const name = passkey.name || t('passkeys.unnamed');
  const field = `name-${passkey.id}`;
  const isWrong = problems.some((problem) => problem.field === field);
  return (
    <li>
      <div>
        <p class="strong">
          <bdi>{name}</bdi>{' '}
          {passkey.isSynced && (
            <span class="pill" title={t('passkeys.syncedHelp')}>
              {t('passkeys.synced')}
            </span>
          )}
        </p>
        <dl class="facts">
          <dt>{t('passkeys.created')}</dt>
          <dd>
            <Time request={request} instant={passkey.createdAt} />
          </dd>
          <dt>{t('passkeys.used')}</dt>
          <dd>
            {passkey.lastAt > 0 ? (
              <Time request={request} instant={passkey.lastAt} />
            ) : (
              t('passkeys.neverUsed')
            )}
          </dd>
        </dl>
        <details class="renames" open={isWrong}>
          <summary aria-label={t('passkeys.renameNamed', { name })}>{t('passkeys.rename')}</summary>
          <form method="post" action={to.portal('profile', 'passkeys', 'rename')}>
            <FormToken request={request} />
            <input type="hidden" name="passkey" value={passkey.id} />
            <Field
              id={field}
              label={t('passkeys.name')}
              value={passkey.name}
              autocomplete="off"
              problems={problems}
            />
            <button>{t('passkeys.save')}</button>
          </form>
        </details>
      </div>
      <form method="post" action={to.portal('profile', 'passkeys', 'remove')}>
        <FormToken request={request} />
        <input type="hidden" name="passkey" value={passkey.id} />
        <button id={`remove-${passkey.id}`} aria-label={t('passkeys.removeNamed', { name })}>
          {t('passkeys.remove')}
        </button>
      </form>
    </li>
  );
}

/** Whether passkeys are the second step of other ways in. It is turned off where the second step is. */
function AskForIt({ request, factor }: { request: SiteRequest; factor: FactorState }) {
  const { t, to } = request;
  if (factor.isOn) return <p>{t('passkeys.asked')}</p>;
  return (
    <form method="post" action={to.portal('profile', 'passkeys', 'ask')}>
      <FormToken request={request} />
      <p class="help" id="ask-help">
        {t('passkeys.askHelp')}
      </p>
      <button aria-describedby="ask-help">{t('passkeys.ask')}</button>
    </form>
  );
}

function AddForm({
  request,
  count,
  problems,
}: {
  request: SiteRequest;
  count: number;
  problems: Problem[];
}) {
  const { t, to } = request;
  if (count >= MOST_PASSKEYS) return <p>{t('passkeys.full', { most: MOST_PASSKEYS })}</p>;
  const action = to.portal('profile', 'passkeys', 'add');
  const problem = problems.find(({ field }) => field === 'passkey');
  return (
    <form method="post" action={action}>
      <FormToken request={request} />
      {problem && <p class="wrong">{problem.text}</p>}
      <PasskeyButton
        request={request}
        purpose="add"
        label={t('passkeys.add')}
        action={action}
        isPrimary={count === 0}
      />
      <noscript>
        <p class="help">{t('passkeys.needsScript')}</p>
      </noscript>
    </form>
  );
}
