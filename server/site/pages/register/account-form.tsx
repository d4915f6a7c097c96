import { ownName } from '../../../rules/own-name';
import { refusalOfPassword } from '../../../services/common-passwords';
import type { PortalRecord } from '../../../services/types';
import { Fragment, h, type Child } from '../../html';
import { Field, Problems, Tick, type Problem } from '../../layout/parts';
import { PasswordField } from '../../layout/password-field';
import type { SiteRequest } from '../../request';

/** What somebody chose for a new account; '' is no password: links by mail sign in. */
export interface AccountInput {
  name: string;
  password: string;
  usesLinks: boolean;
}

/** Reads the form by the portal's ways to sign in; what is wrong stands beside its field. */
export async function readAccountForm(
  { t }: SiteRequest,
  portal: PortalRecord,
  fields: Record<string, string>,
  address: string,
): Promise<{ account: AccountInput; problems: Problem[] }> {
  const { password: takesPasswords, magicLink } = portal.settings.access;
  const name = ownName(fields.name ?? '');
  const usesLinks = magicLink && (!takesPasswords || fields.links === 'yes');
  const password = usesLinks ? '' : (fields.password ?? '');
  const problems: Problem[] = [];
  if (name === '') problems.push({ field: 'name', text: t('error.name') });
  const problem = usesLinks ? '' : await refusalOfPassword(password, { name, address });
  if (problem !== '') problems.push({ field: 'password', text: t(problem) });
  return { account: { name, password, usesLinks }, problems };
}

interface AccountFormProps {
  request: SiteRequest;
  portal: PortalRecord;
  /** Of the link that proves the address. */
  token: string;
  address: string;
  /** What stands in the fields; never the password. */
  typed: Pick<AccountInput, 'name' | 'usesLinks'>;
  /** The contact is there already, and keeps its name. */
  isNameKnown?: boolean;
  problems: Problem[];
  button: string;
  /** Further fields above the button. */
  children?: Child;
}

/** Name and way to sign in of a new account, sent to `/register` with the token that proves its address. */
export function AccountForm({
  request,
  portal,
  token,
  address,
  typed,
  isNameKnown = false,
  problems,
  button,
  children,
}: AccountFormProps) {
  const { t, to } = request;
  const { password: takesPasswords, magicLink } = portal.settings.access;
  return (
    <>
      <Problems request={request} problems={problems} />
      <form method="post" action={to.portal('register')}>
        <input type="hidden" name="token" value={token} />
        <Field
          id="email"
          label={t('signIn.email')}
          type="email"
          value={address}
          autocomplete="username"
          readOnly
          required={false}
        />
        <Field
          id="name"
          label={t('account.name')}
          value={typed.name}
          autocomplete="name"
          readOnly={isNameKnown}
          problems={problems}
        />
        {takesPasswords && (
          <PasswordField
            request={request}
            label={t('account.password')}
            owner={{ name: typed.name, address }}
            problems={problems}
            required={!magicLink}
          />
        )}
        {takesPasswords && magicLink && (
          <Tick id="links" label={t('account.links')} value="yes" isChosen={typed.usesLinks} />
        )}
        {!takesPasswords && <p>{t('account.linksOnly')}</p>}
        {children}
        <button class="primary">{button}</button>
      </form>
    </>
  );
}
