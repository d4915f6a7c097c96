import type {
  ProviderDetail,
  ProviderRow,
  ProviderSettings,
} from '../contracts/identity-providers';
import { listAccessGroups } from '../store/access-groups';
import { listChosenCompanies } from '../store/companies';
import { text } from '../store/connection';
import { listDomains } from '../store/domains';
import type { ProviderRecord } from '../store/identity-providers';
import type { PortalFacts } from '../store/portals';
import { readCertificate } from './certificates';
import type { Runtime } from './runtime';
import { PROVIDER_SECRET, type Secrets } from './secrets';
import { addressesOfProvider } from './single-sign-on';
import type { SiteMap } from './site-map';

/** Providers as admins see them: everything but the secret. */
export interface ProviderViews {
  isSecretLost(provider: ProviderRecord): boolean;
  detailOf(portal: PortalFacts, provider: ProviderRecord): Promise<ProviderDetail>;
  rowOf(provider: ProviderRecord): ProviderRow;
}

export function createProviderViews(
  runtime: Runtime,
  siteMap: SiteMap,
  secrets: Secrets,
): ProviderViews {
  const isSecretLost = ({ sealedSecret }: ProviderRecord) =>
    sealedSecret !== '' && secrets.open(PROVIDER_SECRET, sealedSecret) === null;

  async function addressesOf(
    portal: PortalFacts,
    id: string,
  ): Promise<ProviderDetail['addresses']> {
    const domain = (await listDomains(runtime.db)).find((one) => one.id === portal.domainId);
    if (!domain) return { callback: '', signOut: '', backChannel: '', entityId: '', metadata: '' };
    return addressesOfProvider(siteMap, { domain, slug: portal.settings.general.slug }, id);
  }

  async function namesIn({ company, groups }: ProviderSettings): Promise<Record<string, string>> {
    const companies = [...company.values.map(({ id }) => id), company.fixed].filter(Boolean);
    const chosen = companies.length > 0 ? await listChosenCompanies(runtime.db, companies) : [];
    const all = groups.length > 0 ? await listAccessGroups(runtime.db) : [];
    return Object.fromEntries([
      ...chosen.map((row) => [text(row.document_id), text(row.name)]),
      ...all
        .filter(({ id }) => groups.some((one) => one.id === id))
        .map(({ id, name }) => [id, name]),
    ]) as Record<string, string>;
  }

  async function detailOf(portal: PortalFacts, provider: ProviderRecord): Promise<ProviderDetail> {
    const { id, preset, kind, isOn, settings, sealedSecret, verifiedAt } = provider;
    return {
      id,
      preset,
      kind,
      isOn,
      settings,
      hasSecret: sealedSecret !== '',
      isSecretLost: isSecretLost(provider),
      verifiedAt,
      addresses: await addressesOf(portal, id),
      certificates: settings.saml.certificates.map(shownCertificate),
      names: await namesIn(settings),
    };
  }

  const rowOf = (provider: ProviderRecord): ProviderRow => ({
    id: provider.id,
    preset: provider.preset,
    name: provider.settings.name,
    isOn: provider.isOn,
    verifiedAt: provider.verifiedAt,
    isSecretLost: isSecretLost(provider),
    emailDomains: provider.settings.emailDomains,
    certificatesEndAt: Math.max(
      0,
      ...provider.settings.saml.certificates.map((pem) => shownCertificate(pem).endsAt),
    ),
  });

  return { isSecretLost, detailOf, rowOf };
}

function shownCertificate(pem: string): { subject: string; endsAt: number } {
  const read = readCertificate(pem);
  return { subject: read?.subject ?? '', endsAt: read?.notAfter ?? 0 };
}
