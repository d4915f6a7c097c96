import { PASSWORD_RULES, type PasswordOwner } from '../../rules/password';
import { h } from '../html';
import type { SiteRequest } from '../request';
import type { Problem } from './parts';

interface PasswordFieldProps {
  request: SiteRequest;
  id?: string;
  label: string;
  problems?: Problem[];
  required?: boolean;
  /** Whose new password it is: its rules stand below and are told while it is typed. Without, it is the present password. */
  owner?: PasswordOwner;
}

/**
 * A field for a password, with a button that shows it. For a new one the rules stand below, and with the script each is
 * marked while it is typed; a field `name` in the same form counts as the owner's name.
 */
export function PasswordField({
  request,
  id = 'password',
  label,
  problems = [],
  required = true,
  owner,
}: PasswordFieldProps) {
  const { t } = request;
  const problem = problems.find(({ field }) => field === id)?.text;
  const described = [problem && `${id}-problem`, owner && `${id}-rules`].filter(Boolean).join(' ');
  return (
    <div
      class="field"
      data-password={id}
      data-owner-name={owner?.name}
      data-owner-address={owner?.address}
    >
      <label for={id}>{label}</label>
      {problem && (
        <p class="wrong" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <div class="secret">
        <input
          id={id}
          name={id}
          type="password"
          required={required}
          autocomplete={owner ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          dir="ltr"
          aria-describedby={described || undefined}
          aria-invalid={problem ? true : undefined}
        />
        <button
          type="button"
          class="show"
          hidden
          aria-controls={id}
          aria-pressed="false"
          aria-label={t('password.showLong')}
        >
          {t('password.show')}
        </button>
      </div>
      {owner && (
        <div class="rules" id={`${id}-rules`}>
          <p>{t('password.rules')}</p>
          <ul>
            {PASSWORD_RULES.map((rule) => (
              <li data-rule={rule}>{t(`password.rule.${rule}`)}</li>
            ))}
            <li>{t('password.rule.common')}</li>
          </ul>
        </div>
      )}
      {owner && (
        <p
          class="unseen"
          role="status"
          data-met={t('password.met')}
          data-unmet={t('password.unmet')}
        />
      )}
    </div>
  );
}
