import type { PasskeyPurpose } from '../../contracts/passkeys';
import { Fragment, h } from '../html';
import type { SiteRequest } from '../request';

interface ButtonProps {
  request: SiteRequest;
  purpose: PasskeyPurpose;
  label: string;
  /** Where the form goes by this button, with what the passkey said in its field `passkey`. */
  action: string;
  isPrimary?: boolean;
  isFull?: boolean;
  /** Other ways stand above it, and no line is between yet. */
  isDivided?: boolean;
}

/**
 * The button of a form that asks the device for a passkey (browser/passkeys.ts). Without a script, or where the browser knows
 * no passkeys, it is not there: the other ways of the form are.
 */
export function PasskeyButton({
  request,
  purpose,
  label,
  action,
  isPrimary,
  isFull,
  isDivided,
}: ButtonProps) {
  const { t, to, assets } = request;
  const script = assets['passkeys.js'];
  if (!script) return null;
  const look = [isPrimary && 'primary', isFull && 'full'].filter(Boolean).join(' ');
  return (
    <>
      <div
        class="passkey"
        hidden
        data-passkey={purpose}
        data-options={to.portal('passkeys', 'options')}
        data-failed={t('passkeys.failed')}
        data-there={purpose === 'add' ? t('passkeys.there') : undefined}
      >
        {isDivided && (
          <p class="either">
            <span>{t('signIn.or')}</span>
          </p>
        )}
        <button id="passkey" class={look || undefined} formaction={action} formnovalidate>
          <PasskeySign />
          {label}
        </button>
        <p class="wrong" role="status" data-says></p>
      </div>
      <script type="module" src={to.asset(script)}></script>
    </>
  );
}

/** A person and a key, as browsers draw it. */
function PasskeySign() {
  return (
    <svg
      aria-hidden="true"
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <circle cx="9" cy="7" r="4" />
      <path d="M2 21v-2a5 5 0 0 1 5-5h4" />
      <circle cx="17.5" cy="13.5" r="2.5" />
      <path d="M17.5 16v6M17.5 19h2" />
    </svg>
  );
}
