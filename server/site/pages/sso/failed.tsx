import type { ProviderProblem } from '../../../contracts/identity-providers';
import type { PortalRecord } from '../../../services/types';
import { offeredProviders, sortsByDomain } from '../../../services/provider-choice';
import { h } from '../../html';
import { Named } from '../../layout/named';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import type { MessageKey } from '../../messages';
import type { Answer, SiteRequest } from '../../request';
import { HelpContact, SystemText } from '../../system-texts';
import { providerOf, providerPath } from './providers';

/** What customers are told, for each group of causes: nothing of the provider's inside, and nothing of who is known here. */
type Group = 'lost' | 'denied' | 'away' | 'broken' | 'address' | 'notLetIn' | 'waiting';

const GROUPS: Record<ProviderProblem, Group> = {
  'flow-lost': 'lost',
  state: 'lost',
  nonce: 'lost',
  unsolicited: 'lost',
  expired: 'lost',
  replayed: 'lost',
  denied: 'denied',
  unreachable: 'away',
  discovery: 'broken',
  client: 'broken',
  'redirect-uri': 'broken',
  issuer: 'broken',
  audience: 'broken',
  signature: 'broken',
  unsigned: 'broken',
  certificate: 'broken',
  encrypted: 'broken',
  'clock-skew': 'broken',
  malformed: 'broken',
  'no-subject': 'broken',
  'not-set-up': 'broken',
  'secret-lost': 'broken',
  'no-email': 'address',
  'unverified-email': 'address',
  'not-let-in': 'notLetIn',
  waiting: 'waiting',
};

/** Of our own set-up, and not of what the provider answered. */
const OWN: ReadonlySet<ProviderProblem> = new Set(['not-set-up', 'secret-lost']);
const STATUS: Record<Group, number> = {
  lost: 400,
  denied: 403,
  away: 502,
  broken: 502,
  address: 403,
  notLetIn: 403,
  waiting: 403,
};

interface Failed {
  problem: ProviderProblem;
  /** A path of our own, where the person wanted to go. */
  next: string;
}

/** Why nobody was signed in, calmly, with what to do about it. */
export function failedPage(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
  { problem, next }: Failed,
): Answer {
  const { t } = request;
  const group = GROUPS[problem];
  const provider = providerOf(portal, providerId);
  const title = t(`sso.${group}.title` satisfies MessageKey);
  const html = renderPage(request, {
    title,
    isError: group !== 'waiting',
    children: (
      <FormShell title={title}>
        {group === 'notLetIn' ? (
          <SystemText request={request} page="noAccess" otherwise={t('sso.notLetIn.text')} />
        ) : group === 'waiting' ? (
          <p>{t('signIn.waiting')}</p>
        ) : (
          <p>
            <Named
              request={request}
              text={`sso.${group}.text` satisfies MessageKey}
              name={provider?.settings.name ?? ''}
            />
          </p>
        )}
        {group === 'lost' && <p class="help">{t('sso.lost.why')}</p>}
        {provider?.isOn && group !== 'waiting' && (
          <p class="goes-on">
            <a class="button primary" href={providerPath(request, provider, next)}>
              {t('sso.again')}
            </a>
            {hasOtherWays(portal) && (
              <a class="button" href={otherWays(request, next)}>
                {t('sso.otherWays')}
              </a>
            )}
          </p>
        )}
        <p class="ways">
          <HelpContact request={request} />
        </p>
      </FormShell>
    ),
  });
  const status = OWN.has(problem) ? 503 : STATUS[group];
  return { kind: 'page', status, html, isUnlisted: true };
}

/** Whether the sign-in page offers more than this one provider. */
function hasOtherWays(portal: PortalRecord): boolean {
  const { password, magicLink, passkeys } = portal.settings.access;
  const offered = offeredProviders(portal).length;
  return password || magicLink || passkeys || offered > 1 || sortsByDomain(portal);
}

/** The sign-in page, which does not send straight on to the provider that has just failed. */
function otherWays({ to }: SiteRequest, next: string): string {
  const asked = new URLSearchParams({ ways: 'all', ...(next === to.portal() ? {} : { next }) });
  return `${to.portal('sign-in')}?${asked.toString()}`;
}

/** An admin has tried the provider: what was found stands in the Strapi admin, and nobody was signed in. */
export function testedPage(request: SiteRequest, problem: ProviderProblem | ''): Answer {
  const { t } = request;
  const title = t(problem === '' ? 'sso.tested.title' : 'sso.testedFailed.title');
  const html = renderPage(request, {
    title,
    isError: problem !== '',
    isProblem: true,
    children: (
      <FormShell title={title}>
        <p role="status">{t(problem === '' ? 'sso.tested.text' : 'sso.testedFailed.text')}</p>
        <p>{t('sso.tested.close')}</p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}
