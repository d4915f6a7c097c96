import { providerFor } from '../../../services/provider-choice';
import type { CustomerSession } from '../../../services/types';
import { h, type Child } from '../../html';
import { renderPage } from '../../layout/page';
import { Notice, Problems, type Problem } from '../../layout/parts';
import type { MessageKey } from '../../messages';
import type { Answer, SiteRequest } from '../../request';

/** What a person finds about itself: each a page of its own, with the way to the others beside it. */
export interface ProfilePart {
  /** Behind the portal's slug. */
  path: string[];
  label: MessageKey;
  isShown?: (session: CustomerSession) => boolean;
}

const PARTS: ProfilePart[] = [
  { path: ['profile'], label: 'profile.title' },
  { path: ['profile', 'notifications'], label: 'notifications.title' },
  { path: ['profile', 'address'], label: 'address.title' },
  {
    path: ['profile', 'password'],
    label: 'profile.password',
    isShown: ({ viewer, address }) =>
      viewer.portal.settings.access.password && !providerFor(viewer.portal, address),
  },
  { path: ['profile', 'second-step'], label: 'factor.profile' },
  { path: ['profile', 'devices'], label: 'devices.title' },
  { path: ['profile', 'sign-ins'], label: 'signIns.title' },
  { path: ['my-data'], label: 'myData.title' },
  {
    path: ['colleagues'],
    label: 'colleagues.title',
    isShown: ({ managesCompany }) => managesCompany,
  },
  {
    path: ['consent'],
    label: 'consent.own',
    isShown: ({ viewer }) => viewer.portal.settings.access.consent.isOn,
  },
];

interface ShellProps {
  /** The path of the part, as in its address. */
  part: string;
  title: string;
  problems?: Problem[];
  status?: number;
  headers?: Record<string, string>;
  children: Child;
}

/** A page of the profile: the ways to the other parts beside it, what was done and what is wrong above it. */
export function profilePart(
  request: SiteRequest,
  session: CustomerSession,
  { part, title, problems = [], status, headers, children }: ShellProps,
): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title,
    isError: problems.length > 0,
    current: 'profile',
    children: (
      <div class="wide parted">
        <nav class="parts" aria-label={t('profile.parts')}>
          <ul>
            {PARTS.filter(({ isShown }) => isShown?.(session) ?? true).map(({ path, label }) => (
              <li>
                <a
                  href={to.portal(...path)}
                  aria-current={path.join('/') === part ? 'page' : undefined}
                >
                  {t(label)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="part">
          <h1>{title}</h1>
          <Notice request={request} />
          <Problems request={request} problems={problems} />
          {children}
        </div>
      </div>
    ),
  });
  return { kind: 'page', status: status ?? (problems.length > 0 ? 422 : 200), html, headers };
}
