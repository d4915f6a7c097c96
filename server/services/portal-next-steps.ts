import type { KnowledgeBasePlace, NextSteps } from '../contracts/portal-setup';
import { findDomain } from '../store/domains';
import { listKnowledgeBases } from '../store/knowledge-bases';
import type { Activity } from './activity';
import type { PortalSettingsService } from './portal-settings';
import { besideOf } from './portal-knowledge-base';
import { changePortal, findPortal } from './portal-turns';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** What follows the set-up: the knowledge base beside a portal. */
export interface PortalNextSteps {
  find(actor: AdminActor, id: string): Promise<NextSteps | null>;
  /** Puts a knowledge base that stands nowhere yet on the portal's domain; null when there is no such portal. */
  placeKnowledgeBase(
    actor: AdminActor,
    id: string,
    input: KnowledgeBasePlace,
  ): Promise<NextSteps | null>;
}

export function createPortalNextSteps(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
  settings: PortalSettingsService,
): PortalNextSteps {
  async function find(actor: AdminActor, id: string): Promise<NextSteps | null> {
    need(actor, 'portal-read', 'portal-edit');
    const portal = await settings.find(actor, id);
    const facts = await findPortal(runtime.db, id);
    if (!portal || !facts) return null;
    const bases = await listKnowledgeBases(runtime.db);
    const domain = await findDomain(runtime.db, facts.domainKey);
    const onMap = siteMap.portals().find((one) => one.id === id);
    const beside = onMap?.knowledgeBase;
    const here = bases.find(({ id: baseId, domainKey }) =>
      beside ? baseId === beside.id : domain && domainKey === domain.key,
    );
    const live = siteMap
      .portals()
      .filter((one) => one.state === 'live' && one.domain.key === facts.domainKey);
    const first = beside && besideOf(beside, live)[0];
    return {
      portal,
      knowledgeBase:
        here && domain
          ? {
              id: here.id,
              title: here.title,
              address: `${domain.origin}${domain.basePath}/${here.slug}`,
              leadsTo: first && first.id !== id ? first.name : '',
            }
          : null,
      freeKnowledgeBases: bases
        .filter(({ domainKey }) => domainKey === 0)
        .map(({ id: baseId, title }) => ({ id: baseId, title })),
      isRootFree: domain !== null && !domain.isSystem,
    };
  }

  return {
    find,
    async placeKnowledgeBase(actor, id, { knowledgeBase, slug }) {
      need(actor, 'portal-edit');
      const isDone = await changePortal(runtime, siteMap, id, async (db, portal) => {
        if (portal.domainKey === 0)
          refused('knowledgeBase', 'Choose a domain for the portal first.');
        const base = (await listKnowledgeBases(db)).find((one) => one.id === knowledgeBase);
        if (!base) return refused('knowledgeBase', 'Choose a knowledge base that exists.');
        if (base.domainKey > 0)
          refused('knowledgeBase', 'This knowledge base stands on a domain already.');
        const { domainKey } = portal;
        await addresses.claim(db, { domainKey, slug, kind: 'knowledge-base', target: base.id });
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'knowledge-base.placed',
          subject: { kind: 'knowledge-base', id: base.id },
          portalKey: 0,
          changes: { slug: { before: '', after: slug } },
        });
        return true;
      });
      return isDone ? find(actor, id) : null;
    },
  };
}
