import type { ProviderSettings } from '../contracts/identity-providers';
import { domainOf, normaliseAddress, normaliseDomain } from '../rules/address';
import type { ProviderRecord } from '../store/identity-providers';
import type { PortalRecord } from './types';

/** E-mail domains of a provider in the form that addresses are compared in; made once for each state of its settings. */
const domainsOf = new WeakMap<ProviderSettings, ReadonlySet<string>>();

function hasDomain({ settings }: ProviderRecord, domain: string): boolean {
  let domains = domainsOf.get(settings);
  if (!domains) {
    domains = new Set(settings.emailDomains.map((one) => normaliseDomain(one) || one));
    domainsOf.set(settings, domains);
  }
  return domains.has(domain);
}

const ofDomains = ({ providers }: PortalRecord) =>
  providers.filter(({ isOn, settings }) => isOn && settings.emailDomains.length > 0);

/** Whether some people of a portal are led to a provider by the domain of their address. */
export const sortsByDomain = (portal: PortalRecord): boolean => ofDomains(portal).length > 0;

/** Providers that people may choose at a portal: turned on, and not kept for the people of an e-mail domain. */
export const offeredProviders = ({ providers }: PortalRecord): ProviderRecord[] =>
  providers.filter(({ isOn, settings }) => isOn && settings.emailDomains.length === 0);

/**
 * The provider whose people have this address's e-mail domain: they sign in there and nowhere else. By the domain alone, so
 * that it says nothing of who has an account.
 */
export function providerFor(portal: PortalRecord, address: string): ProviderRecord | null {
  const providers = ofDomains(portal);
  if (providers.length === 0) return null;
  const domain = domainOf(normaliseAddress(address));
  return (domain !== '' && providers.find((one) => hasDomain(one, domain))) || null;
}

/** Where alone somebody with this address signs in at a portal; null where its own ways (passwords, links) are open to him. */
export function onlyProviders(portal: PortalRecord, address: string): ProviderRecord[] | null {
  const own = providerFor(portal, address);
  if (own) return [own];
  return portal.settings.access.control === 'single-sign-on' ? offeredProviders(portal) : null;
}
