import type { PortalRecord, ProviderRecord } from '../../../services/types';
import { Fragment, h } from '../../html';
import { Named } from '../../layout/named';
import type { SiteRequest } from '../../request';

/** The address that leads to a provider and comes back to `next`, a path of our own. */
export function providerPath(
  { to }: SiteRequest,
  provider: Pick<ProviderRecord, 'id'>,
  next: string,
): string {
  const path = to.portal('sso', provider.id);
  return next === to.portal() ? path : `${path}?next=${encodeURIComponent(next)}`;
}

interface ButtonsProps {
  request: SiteRequest;
  providers: readonly ProviderRecord[];
  /** The only thing that the form is for. */
  isPrimary?: boolean;
}

/**
 * Buttons of a form that lead to providers: what its other fields hold goes along (the address that was typed, whether the
 * device is to be remembered, the text of a form that was left).
 */
export function ProviderButtons({ request, providers, isPrimary = false }: ButtonsProps) {
  return (
    <div class="providers">
      {providers.map((provider) => (
        <button
          class={isPrimary ? 'primary full' : 'full'}
          formaction={request.to.portal('sso', provider.id)}
          formnovalidate
        >
          <ProviderLabel request={request} provider={provider} />
        </button>
      ))}
    </div>
  );
}

/** The same as links, where there is nothing to take along but the page to come back to. */
export function ProviderLinks({
  request,
  providers,
  next,
}: Omit<ButtonsProps, 'isPrimary'> & { next: string }) {
  return (
    <div class="providers">
      {providers.map((provider) => (
        <a class="button primary full" href={providerPath(request, provider, next)}>
          <ProviderLabel request={request} provider={provider} />
        </a>
      ))}
    </div>
  );
}

function ProviderLabel({ request, provider }: { request: SiteRequest; provider: ProviderRecord }) {
  return (
    <>
      <svg
        viewBox="0 0 24 24"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        <path d="M14 4h5a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-5M4 12h11M11 8l4 4-4 4" />
      </svg>
      <span dir="auto">
        <Named request={request} text="sso.continue" name={provider.settings.name} />
      </span>
    </>
  );
}

export const providerOf = (portal: PortalRecord, id: string): ProviderRecord | undefined =>
  portal.providers.find((one) => one.id === id);
