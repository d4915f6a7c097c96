import type { CaptchaWidget } from '../../../services/captcha';
import type { PortalRecord } from '../../../services/types';
import { contentSecurityPolicy } from '../../content-security';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Problems, type Problem } from '../../layout/parts';
import { PageError, query, type Answer, type SiteRequest } from '../../request';
import { HelpContact, SystemText } from '../../system-texts';
import { begin } from '../sso/page';

/** A field that people do not see, and programs fill in. */
const TRAP = 'website';
/** The way of those who cannot solve the captcha: the mailbox is confirmed anyway, and fewer mails are sent. */
const WITHOUT_CAPTCHA = 'mail';

/** Who registers by himself asks for a link here: the address alone is asked for. null where that is not open. */
export function askPage(request: SiteRequest, portal: PortalRecord): Answer | null {
  const { services, session, to } = request;
  if (session) return { kind: 'redirect', to: to.portal() };
  const done = query(request, 'done');
  if (done === 'waiting') return waitingPage(request, portal);
  if (!services.registration.isOpen(portal)) return { kind: 'nothing' };
  if (done === 'asked') return mailboxPage(request);
  return formPage(request, portal, { way: query(request, 'way'), address: '', problems: [] });
}

/** What that page's form sent. Whatever the address is known as, the answer is one page. */
export async function ask(
  request: SiteRequest,
  portal: PortalRecord,
  fields: Record<string, string>,
): Promise<Answer> {
  const { ctx, t, to, services, language } = request;
  if (!services.registration.isOpen(portal)) return { kind: 'nothing' };
  const { email: address = '', way = '', stamp = '' } = fields;
  const answer = await services.registration.ask({
    portal,
    address,
    language,
    stamp,
    isBot: (fields[TRAP] ?? '') !== '',
    isWithoutCaptcha: way === WITHOUT_CAPTCHA,
    fields,
    ip: ctx.ip,
  });
  const again = (field: string, text: string, status = 422) =>
    formPage(request, portal, { way, address, problems: [{ field, text }], status, stamp });
  switch (answer.outcome) {
    case 'asked':
      return { kind: 'redirect', to: `${to.portal('register')}?done=asked` };
    case 'limited':
      throw new PageError(429, answer.retryAfter);
    case 'no-address':
      return again('email', t('registration.noAddress'));
    case 'elsewhere':
      return begin(request, portal, answer.provider, {
        next: to.portal(),
        remember: false,
        address,
        kept: {},
      });
    case 'denied-domain':
      return again('email', t('registration.denied'));
    case 'no-person':
      return again('captcha', t('registration.noPerson'));
    case 'again':
      return again('email', t('registration.again'));
  }
}

interface FormState {
  way: string;
  address: string;
  problems: Problem[];
  status?: number;
  /** Of the form that was sent: one that came too fast goes on waiting, and does not begin anew. */
  stamp?: string;
}

function formPage(request: SiteRequest, portal: PortalRecord, state: FormState): Answer {
  const { t, to, services } = request;
  const { registration } = services;
  const { way, address, problems, status = 200 } = state;
  const widget = way === WITHOUT_CAPTCHA ? null : registration.captcha.widget();
  const html = renderPage(request, {
    title: t('registration.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('registration.title')}>
        <SystemText request={request} page="register" otherwise={t('registration.intro')} />
        <Problems request={request} problems={problems} />
        <form method="post" action={to.portal('register')}>
          <input type="hidden" name="stamp" value={registration.stampAfter(state.stamp ?? '')} />
          {way === WITHOUT_CAPTCHA && <input type="hidden" name="way" value={way} />}
          <Field
            id="email"
            label={t('signIn.email')}
            type="email"
            value={address}
            autocomplete="email"
            problems={problems}
          />
          <div class="unseen" aria-hidden="true">
            <label for={TRAP}>{t('registration.trap')}</label>
            <input id={TRAP} name={TRAP} tabIndex={-1} autocomplete="off" />
          </div>
          {widget && <Captcha widget={widget} problems={problems} />}
          <button class="primary full">{t('registration.button')}</button>
          {widget && (
            <p>
              <a href={`${to.portal('register')}?way=${WITHOUT_CAPTCHA}`}>
                {t('registration.withoutCaptcha')}
              </a>
            </p>
          )}
        </form>
        <p class="ways">
          <span>
            {t('registration.haveAccount')} <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
          </span>
        </p>
      </FormShell>
    ),
  });
  const headers = widget
    ? { 'Content-Security-Policy': contentSecurityPolicy(widget.origins) }
    : undefined;
  return { kind: 'page', status, html, isUnlisted: true, headers };
}

/** What the widget's script fills in; without scripts it stays empty, and the way around it is below. */
function Captcha({ widget, problems }: { widget: CaptchaWidget; problems: Problem[] }) {
  const problem = problems.find(({ field }) => field === 'captcha')?.text;
  return (
    <div class="field" id="captcha" tabIndex={-1}>
      {problem && <p class="wrong">{problem}</p>}
      <div class={widget.className} data-sitekey={widget.siteKey} />
      <script src={widget.scriptUrl} async defer />
    </div>
  );
}

/** The same whether the address is known or not, and whether anything was mailed. */
function mailboxPage(request: SiteRequest): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('registration.askedTitle'),
    children: (
      <FormShell title={t('registration.askedTitle')}>
        <p role="status">{t('registration.asked')}</p>
        <p>{t('registration.noMail')}</p>
        <p>
          <a href={to.portal('register')}>{t('registration.askAgain')}</a>
        </p>
        <HelpContact request={request} />
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}

/** Said once after registering, where an admin lets people in. It names nobody, so anybody may open it. */
function waitingPage(request: SiteRequest, portal: PortalRecord): Answer {
  const { t } = request;
  const html = renderPage(request, {
    title: t('registration.waitingTitle'),
    children: (
      <FormShell title={t('registration.waitingTitle')}>
        <p role="status">{t('registration.waiting', { company: portal.company })}</p>
        <HelpContact request={request} />
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}
