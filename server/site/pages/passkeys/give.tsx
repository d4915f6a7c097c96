import { h, type Child } from '../../html';
import { PasskeyButton } from '../../layout/passkey-button';
import type { Problem } from '../../layout/parts';
import type { SiteRequest } from '../../request';

/** Gives a passkey of one's own: as the second step of a sign-in, or as the proof of who is signed in. */
export function PasskeyForm({
  request,
  action,
  isPrimary,
  problems,
  children,
}: {
  request: SiteRequest;
  action: string;
  isPrimary: boolean;
  problems: Problem[];
  /** Hidden fields. */
  children: Child;
}) {
  const { t } = request;
  const problem = problems.find(({ field }) => field === 'passkey');
  return (
    <form method="post" action={action}>
      {children}
      {problem && <p class="wrong">{problem.text}</p>}
      <PasskeyButton
        request={request}
        purpose="factor"
        label={t('passkeys.factor')}
        action={action}
        isPrimary={isPrimary}
      />
      <noscript>
        <p class="help">{t('passkeys.needsScript')}</p>
      </noscript>
    </form>
  );
}
