import {
  MOST_PROVIDERS,
  kindOf,
  providerSettings,
  type MetadataInput,
  type NewProvider,
  type ProviderDetail,
  type ProviderInput,
  type ProviderPreset,
  type ProviderRow,
  type ProviderSettings,
  type ReadMetadata,
} from '../contracts/identity-providers';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { connectionOf, issuerOf, missingFields } from '../rules/identity-providers';
import { settingsChanges, type SettingsChanges } from '../rules/portal-settings';
import type { Connection } from '../store/connection';
import {
  addProvider,
  listProvidersOf,
  saveProvider,
  trashProvider,
  turnProvider,
  type ProviderRecord,
} from '../store/identity-providers';
import type { PortalFacts } from '../store/portals';
import { endSessionsBegunAt } from '../store/provider-sessions';
import type { Activity } from './activity';
import { readCertificate } from './certificates';
import { changePortal, findPortal } from './portal-turns';
import { problemsOfProvider, tidied } from './provider-input';
import { createProviderViews } from './provider-views';
import { pageInMemory } from './record-page';
import { need, refused, refusedAll } from './refusals';
import { sha256, type Runtime } from './runtime';
import { PROVIDER_SECRET, type Secrets } from './secrets';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

const READ = ['portal-read', 'portal-edit'] as const;
const EDIT = 'portal-edit';

/** What a new provider is called until somebody names it. */
const NAMES: Record<ProviderPreset, string> = {
  google: 'Google',
  entra: 'Microsoft',
  okta: 'Okta',
  auth0: 'Auth0',
  keycloak: 'Keycloak',
  'openid-connect': 'Single sign-on',
  saml: 'Single sign-on',
};

/** Identity providers of a portal, as admins set them up. null everywhere: no such portal, or no such provider of it. */
export interface IdentityProviders {
  list(
    actor: AdminActor,
    portalId: string,
    query: RecordQuery,
  ): Promise<RecordPage<ProviderRow> | null>;
  find(actor: AdminActor, portalId: string, id: string): Promise<ProviderDetail | null>;
  create(actor: AdminActor, portalId: string, input: NewProvider): Promise<{ id: string } | null>;
  /** Another connection has to be verified anew; it stays on, if it is. */
  save(
    actor: AdminActor,
    portalId: string,
    id: string,
    input: ProviderInput,
  ): Promise<ProviderDetail | null>;
  /** On: only what was verified. Off: who is signed in stays so; not the last one of a portal that lets in nobody else. */
  turn(
    actor: AdminActor,
    portalId: string,
    id: string,
    isOn: boolean,
  ): Promise<ProviderDetail | null>;
  /** Whoever came in by it is signed out. What people are called there is kept. */
  remove(actor: AdminActor, portalId: string, id: string): Promise<boolean>;
  /** Reads a SAML provider's metadata, given or fetched; nothing is saved. */
  readMetadata(
    actor: AdminActor,
    portalId: string,
    id: string,
    input: MetadataInput,
  ): Promise<ReadMetadata | null>;
}

export function createIdentityProviders(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  secrets: Secrets,
  metadata: { read(input: MetadataInput): Promise<ReadMetadata> },
): IdentityProviders {
  const { isSecretLost, detailOf, rowOf } = createProviderViews(runtime, siteMap, secrets);

  const ownOf = async (db: Connection, portal: PortalFacts, id: string) =>
    (await listProvidersOf(db, portal.key)).find((one) => one.id === id);

  async function find(
    actor: AdminActor,
    portalId: string,
    id: string,
  ): Promise<ProviderDetail | null> {
    need(actor, ...READ);
    const portal = await findPortal(runtime.db, portalId);
    const provider = portal && (await ownOf(runtime.db, portal, id));
    return provider ? detailOf(portal, provider) : null;
  }

  /** One provider, in turn with everybody else who changes portals. */
  const change = (
    portalId: string,
    id: string,
    work: (db: Connection, provider: ProviderRecord, portal: PortalFacts) => Promise<void>,
  ): Promise<true | null> =>
    changePortal(runtime, siteMap, portalId, async (db, portal) => {
      const provider = await ownOf(db, portal, id);
      if (!provider) return null;
      await work(db, provider, portal);
      return true as const;
    });

  const note = (
    db: Connection,
    by: AdminActor,
    action: 'created' | 'updated' | 'turned-on' | 'turned-off' | 'deleted',
    provider: { id: string; portalKey: number },
    changes: SettingsChanges,
  ) =>
    activity.record(db, {
      actor: { kind: by.kind, id: by.id, name: by.name },
      action: `identity-provider.${action}`,
      subject: { kind: 'identity-provider', id: provider.id },
      portalKey: provider.portalKey,
      changes,
    });

  /** Nobody could sign in any more: the way out is named. */
  async function refuseLast(db: Connection, portal: PortalFacts, provider: ProviderRecord) {
    if (!provider.isOn || portal.settings.access.control !== 'single-sign-on') return;
    const others = await listProvidersOf(db, portal.key);
    if (others.some((one) => one.key !== provider.key && one.isOn)) return;
    refused(
      'isOn',
      'This portal lets people in by single sign-on alone, and no other provider is on. Turn another one on first, or choose another access control on the Access page.',
    );
  }

  function checkTurnOn(provider: ProviderRecord): void {
    refusedAll(missingFields(provider.kind, provider.settings));
    if (isSecretLost(provider))
      refused(
        'isOn',
        'The client secret cannot be read here any more. Enter it again, then verify.',
      );
    if (provider.verifiedAt === 0)
      refused(
        'isOn',
        'Verify it first: a sign-in there has to succeed with the connection as it is saved now.',
      );
  }

  return {
    find,

    async list(actor, portalId, query) {
      need(actor, ...READ);
      const portal = await findPortal(runtime.db, portalId);
      if (!portal) return null;
      return pageInMemory({
        rows: (await listProvidersOf(runtime.db, portal.key)).map(rowOf),
        query,
        textOf: ({ name, emailDomains }) => `${name} ${emailDomains.join(' ')}`,
        sorts: { name: ({ name }) => name },
        defaultSort: '',
      });
    },

    async create(actor, portalId, { preset }) {
      need(actor, EDIT);
      return changePortal(runtime, siteMap, portalId, async (db, portal) => {
        if ((await listProvidersOf(db, portal.key)).length >= MOST_PROVIDERS)
          refused('preset', `A portal has at most ${MOST_PROVIDERS} providers.`);
        const name = NAMES[preset];
        const issuer = kindOf(preset) === 'oidc' ? issuerOf(preset, {}) : '';
        const settings = providerSettings.parse({ name, oidc: { issuer } });
        const { id } = await addProvider(db, portal.key, { preset, settings }, runtime.now());
        const changes = {
          name: { before: '', after: name },
          preset: { before: '', after: preset },
        };
        await note(db, actor, 'created', { id, portalKey: portal.key }, changes);
        return { id };
      });
    },

    async save(actor, portalId, id, { clientSecret, ...input }) {
      need(actor, EDIT);
      const settings = tidied(input);
      const isDone = await change(portalId, id, async (db, provider) => {
        refusedAll(await problemsOfProvider(db, provider, settings));
        const { kind, sealedSecret: sealed } = provider;
        const known = sealed === '' ? '' : secrets.open(PROVIDER_SECRET, sealed);
        const isNewSecret = kind === 'oidc' && clientSecret !== undefined && clientSecret !== known;
        const changes: SettingsChanges = settingsChanges(told(provider.settings), told(settings));
        if (isNewSecret) changes.clientSecret = { before: '', after: 'changed' };
        if (Object.keys(changes).length === 0) return;
        const isMoved =
          JSON.stringify(connectionOf(kind, provider.settings)) !==
          JSON.stringify(connectionOf(kind, settings));
        const next = sealedOf(clientSecret ?? '');
        await saveProvider(db, provider.key, {
          settings,
          sealedSecret: isNewSecret ? next : sealed,
          verifiedAt: isNewSecret || isMoved ? 0 : provider.verifiedAt,
        });
        await note(db, actor, 'updated', provider, changes);
      });
      return isDone && find(actor, portalId, id);
    },

    async turn(actor, portalId, id, isOn) {
      need(actor, EDIT);
      const isDone = await change(portalId, id, async (db, provider, portal) => {
        if (provider.isOn === isOn) return;
        if (isOn) checkTurnOn(provider);
        else await refuseLast(db, portal, provider);
        await turnProvider(db, provider.key, isOn);
        await note(db, actor, isOn ? 'turned-on' : 'turned-off', provider, named(provider));
      });
      return isDone && find(actor, portalId, id);
    },

    async remove(actor, portalId, id) {
      need(actor, EDIT);
      const isDone = await change(portalId, id, async (db, provider, portal) => {
        await refuseLast(db, portal, provider);
        await trashProvider(db, provider.key, runtime.now());
        await endSessionsBegunAt(db, provider.key);
        const { name } = provider.settings;
        await note(db, actor, 'deleted', provider, { name: { before: name, after: '' } });
      });
      return isDone === true;
    },

    async readMetadata(actor, portalId, id, input) {
      need(actor, EDIT);
      const found = await find(actor, portalId, id);
      if (found?.kind !== 'saml') return null;
      if (input.xml === '' && input.url === '')
        refused('url', 'Choose a file, or enter the address of the metadata.');
      return metadata.read(input);
    },
  };

  function sealedOf(secret: string): string {
    return secret === '' ? '' : secrets.seal(PROVIDER_SECRET, secret);
  }
}

const named = ({ settings }: ProviderRecord): SettingsChanges => ({
  name: { before: '', after: settings.name },
});

/** As the activity tells them: of a certificate its fingerprint is enough. */
const told = ({ saml, ...settings }: ProviderSettings): object => ({
  ...settings,
  saml: {
    ...saml,
    certificates: saml.certificates.map((pem) => readCertificate(pem)?.id ?? sha256(pem)),
  },
});
