import type { PortalChoices } from '../contracts/portals';
import { LANGUAGE_TAGS } from '../rules/languages';
import { listAccessGroupNames } from '../store/access-groups';
import { text } from '../store/connection';
import { listDomains } from '../store/domains';
import { listBasesOn, listCategories } from '../store/library';
import { findPortal } from './portal-turns';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Names alone, for whoever may read portals; null when there is no such portal. */
export async function portalChoices(
  runtime: Runtime,
  siteMap: SiteMap,
  actor: AdminActor,
  id: string,
): Promise<PortalChoices | null> {
  need(actor, 'portal-read', 'portal-edit');
  const portal = await findPortal(runtime.db, id);
  if (!portal) return null;
  const domains = await listDomains(runtime.db);
  const knowledgeBases: PortalChoices['knowledgeBases'] = [];
  for (const { id: baseId, title } of await listBasesOn(runtime.db, portal.domainKey)) {
    const categories = await listCategories(runtime.db, baseId);
    knowledgeBases.push({ id: baseId, title, categories });
  }
  return {
    domains: domains.map((domain) => ({
      id: domain.id,
      address: `${domain.origin}${domain.basePath}`,
      primaryLanguage: domain.primaryLanguage,
      isSystem: domain.isSystem,
      isVerified: domain.verifiedAt > 0,
    })),
    inboxes: siteMap
      .inboxes()
      .filter(({ portalKey }) => portalKey === 0 || portalKey === portal.key)
      .map(({ id: inboxId, name }) => ({ id: inboxId, name })),
    accessGroups: (await listAccessGroupNames(runtime.db)).map((row) => ({
      id: text(row.document_id),
      name: text(row.name),
    })),
    languages: [
      ...new Set([
        ...LANGUAGE_TAGS,
        ...domains.map(({ primaryLanguage }) => primaryLanguage),
        ...siteMap.portals().flatMap(({ languages }) => languages),
      ]),
    ],
    forms: siteMap.requestForms(portal.key).map((form) => ({ id: form.id, name: form.name })),
    knowledgeBases,
  };
}
