import {
  kindOf,
  providerSettings,
  type ProviderPreset,
  type ProviderSettings,
} from '../../server/contracts/identity-providers';
import { PROVIDER_SECRET } from '../../server/services/secrets';
import type { PortalRecord } from '../../server/services/types';
import { bumpVersion } from '../../server/store/counters';
import {
  addProvider,
  saveProvider,
  turnProvider,
  type ProviderRecord,
} from '../../server/store/identity-providers';
import type { OidcClient, OidcProvider } from './oidc-provider';
import type { Booted } from './strapi';

export type SomeSettings = Partial<Omit<ProviderSettings, 'oidc' | 'saml'>> & {
  oidc?: Partial<ProviderSettings['oidc']>;
  saml?: Partial<ProviderSettings['saml']>;
};

/** A provider of a portal that is turned on, as if an admin had set it up and tried it. `secret` is the client's. */
export async function addProviderTo(
  booted: Booted,
  portal: Pick<PortalRecord, 'key'>,
  preset: ProviderPreset,
  settings: SomeSettings,
  secret = '',
): Promise<ProviderRecord> {
  const { runtime } = booted.services;
  const whole = providerSettings.parse({ name: 'Harbour', ...settings });
  const added = await addProvider(
    runtime.db,
    portal.key,
    { preset, settings: whole },
    runtime.now(),
  );
  const record: ProviderRecord = {
    ...added,
    portalKey: portal.key,
    preset,
    kind: kindOf(preset),
    isOn: true,
    settings: whole,
    sealedSecret: '',
    verifiedAt: runtime.now(),
  };
  await turnProvider(runtime.db, added.key, true);
  await changeProvider(booted, record, {}, secret);
  return record;
}

/** Changes settings of a provider, and its secret where one is given. */
export async function changeProvider(
  { services: { runtime, siteMap, secrets } }: Booted,
  provider: ProviderRecord,
  settings: SomeSettings,
  secret?: string,
): Promise<void> {
  provider.settings = providerSettings.parse({
    ...provider.settings,
    ...settings,
    oidc: { ...provider.settings.oidc, ...settings.oidc },
    saml: { ...provider.settings.saml, ...settings.saml },
  });
  if (secret !== undefined)
    provider.sealedSecret = secret === '' ? '' : secrets.seal(PROVIDER_SECRET, secret);
  await saveProvider(runtime.db, provider.key, provider);
  await bumpVersion(runtime.db, 'site');
  await siteMap.refresh();
}

/** Registers a portal's provider record as a client there, with the addresses that the set-up page shows. */
export async function registerAt(
  oidc: OidcProvider,
  { settings, id }: ProviderRecord,
  portalAddress: string,
  client: Partial<OidcClient>,
): Promise<void> {
  const own = `${portalAddress}/sso/${id}`;
  await oidc.setClient({
    client_id: settings.oidc.clientId,
    redirect_uris: [`${own}/callback`],
    post_logout_redirect_uris: [`${own}/signed-out`],
    backchannel_logout_uri: `${own}/back-channel`,
    ...client,
  });
}
