import { offeredProviders, sortsByDomain } from '../../../services/provider-choice';
import { Fragment, h } from '../../html';
import { KeptFields, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { PasskeyButton } from '../../layout/passkey-button';
import { Field, FormShell, Notice, Problems, Tick, type Problem } from '../../layout/parts';
import { PasswordField } from '../../layout/password-field';
import type { SiteRequest } from '../../request';
import { HelpContact, SystemText } from '../../system-texts';
import { ProviderButtons } from '../sso/providers';

export interface SignInState {
  /** Own path to go on to. */
  next: string;
  address: string;
  remember: boolean;
  kept: Kept;
  problems: Problem[];
}

/** The sign-in page: by password, by a link in a mail, or by either, as the portal has chosen. */
export function signInHtml(request: SiteRequest, state: SignInState): string {
  const { t, to, place } = request;
  const hasKept = Object.keys(state.kept).length > 0;
  const { password = true, magicLink = false } = place.portal?.settings.access ?? {};
  const hasDomains = place.portal !== null && sortsByDomain(place.portal);
  const offered = place.portal === null ? [] : offeredProviders(place.portal);
  const hasOwnWay = password || magicLink;
  const hasPasskeys =
    place.portal !== null && request.services.passkeySignIn.isOffered(place.portal);
  return renderPage(request, {
    title: t('signIn.title'),
    isError: state.problems.length > 0,
    current: 'tickets',
    children: (
      <FormShell title={t('signIn.title')}>
        <Notice request={request} />
        <Introduction request={request} />
        {hasKept && <p class="notice">{t('signIn.kept')}</p>}
        <Problems request={request} problems={state.problems} />
        <form
          method="post"
          action={password || !magicLink ? to.portal('sign-in') : to.portal('magic-link', 'ask')}
          data-drops-drafts={!hasKept}
        >
          <input type="hidden" name="next" value={state.next} />
          <KeptFields kept={state.kept} />
          {(hasOwnWay || hasDomains) && (
            <Field
              id="email"
              label={t('signIn.email')}
              type="email"
              value={state.address}
              autocomplete={hasPasskeys ? 'username webauthn' : 'username'}
              help={hasDomains ? t(hasOwnWay ? 'sso.domainHelp' : 'sso.domainOnly') : undefined}
              problems={state.problems}
            />
          )}
          {password && (
            <PasswordField
              request={request}
              label={t('signIn.password')}
              problems={state.problems}
              required={!hasDomains}
            />
          )}
          {(hasOwnWay || hasDomains || offered.length > 0) && (
            <Remember request={request} isChosen={state.remember} />
          )}
          {password ? (
            <button class="primary full">{t('signIn.button')}</button>
          ) : magicLink ? (
            <MailButton request={request} isPrimary />
          ) : (
            hasDomains && <button class="primary full">{t('sso.company')}</button>
          )}
          {password && magicLink && (
            <>
              <p class="either">
                <span>{t('signIn.or')}</span>
              </p>
              <MailButton request={request} />
            </>
          )}
          {offered.length > 0 && (
            <>
              {(hasOwnWay || hasDomains) && !(password && magicLink) && (
                <p class="either">
                  <span>{t('signIn.or')}</span>
                </p>
              )}
              <ProviderButtons
                request={request}
                providers={offered}
                isPrimary={!hasOwnWay && !hasDomains && offered.length === 1}
              />
            </>
          )}
          {hasPasskeys && (
            <PasskeyButton
              request={request}
              purpose="sign-in"
              label={t('passkeys.signIn')}
              action={to.portal('passkeys', 'sign-in')}
              isFull
              isDivided={!(password && magicLink) && offered.length === 0}
            />
          )}
        </form>
        {!hasOwnWay && !hasDomains && offered.length === 0 && (
          <div class="notice" role="status">
            <p>{t('sso.none')}</p>
            <HelpContact request={request} />
          </div>
        )}
        <p class="ways">
          {password && <a href={to.portal('forgotten-password')}>{t('signIn.forgotten')}</a>}
          {place.portal?.settings.access.control === 'self-registration' && (
            <span>
              {t('signIn.new')} <a href={to.portal('register')}>{t('signIn.register')}</a>
            </span>
          )}
        </p>
      </FormShell>
    ),
  });
}

/** Mails a link to the address above: the password beside it is not asked for. */
function MailButton({ request, isPrimary }: { request: SiteRequest; isPrimary?: boolean }) {
  const { t, to } = request;
  return (
    <>
      <button
        class={isPrimary ? 'primary full' : 'full'}
        formaction={isPrimary ? undefined : to.portal('magic-link', 'ask')}
        formnovalidate={!isPrimary}
        aria-describedby="mail-help"
      >
        {t('signIn.mail')}
      </button>
      <p class="help after" id="mail-help">
        {t('signIn.mailHelp')}
      </p>
    </>
  );
}

function Introduction({ request }: { request: SiteRequest }) {
  const { t, place } = request;
  if (!request.isRefused)
    return (
      <SystemText
        request={request}
        page="signIn"
        otherwise={t('signIn.intro', { company: place.portal?.company ?? '' })}
      />
    );
  return (
    <div class="notice" role="status">
      <SystemText request={request} page="noAccess" otherwise={t('signIn.notLetIn')} />
      <HelpContact request={request} />
    </div>
  );
}

/** Whether this browser stays signed in and is known from now on. */
export function Remember({ request, isChosen }: { request: SiteRequest; isChosen: boolean }) {
  const { t, place } = request;
  const { absoluteDays: days = 0, password } = place.portal?.settings.access ?? {};
  return (
    <Tick
      id="remember"
      label={t('signIn.remember')}
      help={t(password ? 'signIn.rememberHelp' : 'signIn.rememberLinks', { days })}
      value="yes"
      isChosen={isChosen}
    />
  );
}

/** The password was right, and somebody has yet to approve. */
export const waitingHtml = (request: SiteRequest): string =>
  noticeHtml(request, request.t('signIn.waitingTitle'), request.t('signIn.waiting'));

/** An account of the site: its mailbox is asked first. */
export const confirmHtml = (request: SiteRequest, address: string): string =>
  noticeHtml(request, request.t('magic.title'), request.t('signIn.confirm', { address }));

function noticeHtml(request: SiteRequest, title: string, text: string): string {
  return renderPage(request, {
    title,
    children: (
      <FormShell title={title}>
        <p>{text}</p>
        <p class="ways">
          <HelpContact request={request} />
          <a href={request.to.portal('sign-in')}>{request.t('signIn.back')}</a>
        </p>
      </FormShell>
    ),
  });
}
