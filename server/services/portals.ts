import { readSettings } from '../rules/portal-settings';
import type { PortalSettings, SettingsSection } from '../contracts/portal-settings';
import { number, type Connection, type Row } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { addVerifiedDomain, findDomainAt } from '../store/domains';
import { giveToPortal } from '../store/inboxes';
import { addPortal } from '../store/portals';
import { addPublishedForm, listForms, takeFirstForm } from '../store/request-forms';
import { SYSTEM, type Activity } from './activity';
import { firstForm } from './first-content';
import { refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';

/** Settings by section; what is not named has its default. */
export type SomeSettings = { [Section in SettingsSection]?: Partial<PortalSettings[Section]> };

export interface NewPortal {
  name: string;
  domainKey: number;
  slug: string;
  inboxKey: number;
  settings?: SomeSettings;
}

/** Portals and domains as an application makes them in code, without the set-up. */
export interface Portals {
  /** Makes a live portal; everything but name, domain, slug and inbox has a safe default. */
  createPortal(input: NewPortal): Promise<{ key: number; id: string }>;
  createDomain(input: {
    origin: string;
    basePath?: string;
    primaryLanguage: string;
    isSystem?: boolean;
    servesAdmin?: boolean;
  }): Promise<{ key: number; id: string }>;
  /** Puts a knowledge base (by its public id) at a slug of a domain; '' is the domain's root. */
  placeKnowledgeBase(input: {
    knowledgeBaseId: string;
    domainKey: number;
    slug: string;
  }): Promise<void>;
}

export function createPortals(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
): Portals {
  return {
    async createPortal(input) {
      const name = input.name.trim();
      if (name === '') refused('name', 'Enter a name.');
      const given = input.settings ?? {};
      const settings = readSettings(name, { ...given, general: { ...given.general, name } });
      const portal = await runtime.transaction(async (db) => {
        const { inboxKey } = input;
        const made = await addPortal(db, { state: 'live', step: 'review', settings, inboxKey });
        await giveFirstForm(db, siteMap, made.key, runtime.now());
        await addresses.claim(db, {
          domainKey: input.domainKey,
          slug: input.slug,
          kind: 'portal',
          target: made.id,
        });
        await giveToPortal(db, inboxKey, made.key);
        await activity.record(db, {
          actor: SYSTEM,
          action: 'portal.created',
          subject: { kind: 'portal', id: made.id },
          portalKey: made.key,
          changes: { name: { before: '', after: name } },
        });
        return made;
      });
      await siteMap.refresh();
      return portal;
    },

    async createDomain(input) {
      const origin = new URL(input.origin).origin;
      const basePath = input.basePath ?? '';
      return runtime.transaction(async (db) => {
        const known = await findDomainAt(db, origin, basePath);
        if (known) return known;
        const made = await addVerifiedDomain(db, {
          origin,
          basePath,
          primaryLanguage: input.primaryLanguage,
          isSystem: input.isSystem ?? false,
          servesAdmin: input.servesAdmin ?? false,
          now: runtime.now(),
        });
        await activity.record(db, {
          actor: SYSTEM,
          action: 'domain.created',
          subject: { kind: 'domain', id: made.id },
          portalKey: 0,
          changes: { origin: { before: '', after: `${origin}${basePath}` } },
        });
        await bumpVersion(db, 'site');
        return made;
      });
    },

    async placeKnowledgeBase({ knowledgeBaseId, domainKey, slug }) {
      await runtime.transaction(async (db) => {
        const target = knowledgeBaseId;
        await addresses.claim(db, { domainKey, slug, kind: 'knowledge-base', target });
        await activity.record(db, {
          actor: SYSTEM,
          action: 'knowledge-base.placed',
          subject: { kind: 'knowledge-base', id: knowledgeBaseId },
          portalKey: 0,
          changes: { slug: { before: '', after: slug } },
        });
      });
      await siteMap.refresh();
    },
  };
}

/** A new portal has a form to begin with: the one of the first boot, or one like it; unless it has published ones. */
export async function giveFirstForm(
  db: Connection,
  siteMap: SiteMap,
  portalKey: number,
  now: number,
): Promise<void> {
  const isThere = (row: Row) => number(row.portal_id) === portalKey && row.snapshot !== null;
  if ((await listForms(db)).some(isThere)) return;
  if (await takeFirstForm(db, portalKey)) return;
  await addPublishedForm(db, { ...firstForm(siteMap.properties('ticket')), portalKey, now });
}
