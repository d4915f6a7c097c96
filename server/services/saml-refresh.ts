import { rollOver } from '../rules/certificates';
import { bumpVersion } from '../store/counters';
import { listProvidersOf, saveProvider, type ProviderRecord } from '../store/identity-providers';
import { SYSTEM, type Activity } from './activity';
import { readCertificates, type ReadCertificate } from './certificates';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import { MetadataRefused, type IdpMetadata, type SamlMetadata } from './saml-metadata';
import type { SiteMap } from './site-map';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const ASK_EVERY = 15 * MINUTE;

export interface SamlRefresh {
  /** Reads the metadata of every provider that has them at an address, and takes the certificates that are new. */
  refresh(): Promise<void>;
  /** Once a day, on one node. */
  start(): void;
  stop(): Promise<void>;
}

/** Providers change their certificates: whoever publishes the next one in time is followed without anybody's doing. */
export function createSamlRefresh(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  jobs: Jobs,
  metadata: Pick<SamlMetadata, 'fetch'>,
): SamlRefresh {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function refreshOne(provider: ProviderRecord): Promise<void> {
    const { entityId, metadataUrl } = provider.settings.saml;
    let found: IdpMetadata;
    try {
      found = await metadata.fetch(metadataUrl);
      if (found.entityId !== entityId)
        throw new MetadataRefused(`They are of ${found.entityId}, not of ${entityId}.`);
    } catch (error) {
      if (!(error instanceof MetadataRefused)) throw error;
      const { name } = provider.settings;
      runtime.strapi.log.warn(`customer-portal: metadata of ${name}: ${error.message}`);
      return;
    }
    await runtime.transaction((db) => take(db, provider, found.certificates));
  }

  /** An admin may have changed the provider meanwhile: then it waits for the next round. */
  async function take(
    db: Parameters<typeof saveProvider>[0],
    { key, portalKey, settings: { saml: asked } }: ProviderRecord,
    published: readonly ReadCertificate[],
  ): Promise<void> {
    const unchanged = await listProvidersOf(db, portalKey);
    if (!plan(unchanged.find((one) => one.key === key))) return;
    // The row of the version keeps others who change portals away until the end; it is read anew behind it.
    await bumpVersion(db, 'site');
    const provider = (await listProvidersOf(db, portalKey)).find((one) => one.key === key);
    const change = plan(provider);
    if (!provider || !change) return;
    await saveProvider(db, key, {
      ...provider,
      settings: {
        ...provider.settings,
        saml: { ...provider.settings.saml, certificates: change.after.map(({ pem }) => pem) },
      },
    });
    const idsOf = (list: readonly ReadCertificate[]) => list.map(({ id }) => id).join(', ');
    await activity.record(db, {
      actor: SYSTEM,
      action: 'identity-provider.refreshed',
      subject: { kind: 'identity-provider', id: provider.id },
      portalKey,
      changes: {
        'saml.certificates': { before: idsOf(change.before), after: idsOf(change.after) },
      },
    });

    function plan(now: ProviderRecord | undefined) {
      const saml = now?.settings.saml;
      if (saml?.metadataUrl !== asked.metadataUrl || saml.entityId !== asked.entityId) return null;
      const before = readCertificates(saml.certificates);
      const { kept, added, removed } = rollOver(before, published, runtime.now());
      return added.length + removed.length === 0 ? null : { before, after: [...kept, ...added] };
    }
  }

  async function refresh(): Promise<void> {
    await siteMap.refresh();
    const providers = siteMap.portals().flatMap((portal) => portal.providers);
    for (const provider of providers) {
      if (isStopped) return;
      if (provider.kind !== 'saml' || provider.settings.saml.metadataUrl === '') continue;
      await refreshOne(provider);
    }
    await siteMap.refresh();
  }

  return {
    refresh,
    start() {
      isStopped = false;
      timer = setInterval(() => {
        // `strapi import` and other commands load the plugin too.
        if (!runtime.strapi.server.httpServer.listening) return;
        running = jobs.atMostEvery(DAY, 'saml-metadata', refresh).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: metadata of providers: ${String(error)}`);
        });
      }, ASK_EVERY).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
