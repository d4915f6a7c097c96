import { errors } from '@strapi/utils';
import { readdirSync } from 'node:fs';
import type { PortalSightInput } from '../contracts/companies';
import type { FilterGroups } from '../contracts/filter-groups';
import { slugProblem } from '../rules/slug';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { addVerifiedDomain, findDomain, findDomainAt } from '../store/domains';
import { giveToPortal } from '../store/inboxes';
import { addLivePortal, lockPortalSettings, savePortalSettings } from '../store/portals';
import { addPublishedForm, takeFirstForm } from '../store/request-forms';
import { addPath, isPathTaken, listSlugsOfSystemDomain } from '../store/site-paths';
import { SYSTEM, type Activity } from './activity';
import { firstForm } from './first-content';
import type { Runtime } from './runtime';
import { KNOWLEDGE_BASE_PAGES, STRAPI_PATHS } from './site-records';
import type { SiteMap } from './site-map';
import type { Branding } from './types';

export interface NewPortal {
  name: string;
  domainKey: number;
  slug: string;
  inboxKey: number;
  ticketPermission?: 'associated' | 'company' | 'filter';
  ticketPermissionFilter?: FilterGroups;
  languages?: string[];
  branding?: Partial<Branding>;
}

export interface Portals {
  /** Makes a live portal; everything but name, domain, slug and inbox has a safe default. */
  createPortal(input: NewPortal): Promise<{ key: number; id: string }>;
  /** Changes which companies' tickets a portal shows; what is not named stays. It holds from the next request on. */
  setCompanySight(portalKey: number, input: PortalSightInput): Promise<void>;
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
  /** Slugs of the system domain that Strapi or the host answers. */
  reserved(): Set<string>;
  /** Warns about every address that is reserved by now, for example by a route added since. */
  warnAboutReserved(): Promise<void>;
}

export function createPortals(runtime: Runtime, siteMap: SiteMap, activity: Activity): Portals {
  function reserved(): Set<string> {
    const names = new Set([...STRAPI_PATHS, ...runtime.config.reservedPaths]);
    names.add(String(runtime.strapi.config.get('api.rest.prefix', '/api')).split('/')[1] ?? 'api');
    names.add(String(runtime.strapi.config.get('admin.path', '/admin')).split('/')[1] ?? 'admin');
    // Literal first segments of every route the host has; the router is complete only after boot.
    const stack =
      (runtime.strapi.server as { router?: { stack?: { path?: unknown }[] } }).router?.stack ?? [];
    for (const { path } of stack) {
      const first = typeof path === 'string' ? path.split('/')[1] : undefined;
      if (first && /^[\w.-]+$/.test(first)) names.add(first);
    }
    try {
      for (const entry of readdirSync(runtime.strapi.dirs.static.public)) names.add(entry);
    } catch {
      // An application without a public folder reserves nothing by it.
    }
    return names;
  }

  async function claim(
    db: Connection,
    domainKey: number,
    slug: string,
    kind: 'portal' | 'knowledge-base',
    target: string,
  ): Promise<void> {
    const refuse = (message: string): never => {
      throw new errors.ValidationError(message, { errors: [{ path: ['slug'], message }] });
    };
    const domain = await findDomain(db, domainKey);
    if (!domain)
      throw new errors.ValidationError('Choose a domain.', {
        errors: [{ path: ['domain'], message: 'Choose a domain.' }],
      });
    const isRootAllowed = kind === 'knowledge-base' && !domain.isSystem;
    if (!(slug === '' && isRootAllowed)) {
      const problem = slugProblem(slug);
      if (problem !== '') refuse(problem);
    }
    if (
      (domain.isSystem && reserved().has(slug)) ||
      KNOWLEDGE_BASE_PAGES.has(slug) ||
      slug === '_assets' ||
      slug === 'uploads'
    ) {
      refuse(`/${slug} is reserved on this domain. Choose another address.`);
    }
    if (await isPathTaken(db, domainKey, slug))
      refuse(`/${slug} is taken on this domain. Choose another address.`);
    await addPath(db, { domainKey, slug, kind, target });
    await bumpVersion(db, 'site');
  }

  return {
    reserved,

    async createPortal(input) {
      const name = input.name.trim();
      if (name === '')
        throw new errors.ValidationError('Enter a name.', {
          errors: [{ path: ['name'], message: 'Enter a name.' }],
        });
      const portal = await runtime.transaction(async (db) => {
        const made = await addLivePortal(db, {
          name,
          ticketPermission: input.ticketPermission ?? 'associated',
          ticketPermissionFilter: input.ticketPermissionFilter ?? [],
          inboxKey: input.inboxKey,
          languages: input.languages ?? [],
          branding: input.branding ?? {},
        });
        if (!(await takeFirstForm(db, made.key)))
          await addPublishedForm(db, {
            ...firstForm(siteMap.properties('ticket')),
            portalKey: made.key,
            now: runtime.now(),
          });
        await claim(db, input.domainKey, input.slug, 'portal', made.id);
        await giveToPortal(db, input.inboxKey, made.key);
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

    async setCompanySight(portalKey, input) {
      await runtime.transaction(async (db) => {
        const portal = await lockPortalSettings(db, portalKey);
        if (!portal) throw new errors.NotFoundError();
        const after = { ...portal.settings, ...input };
        await savePortalSettings(db, portalKey, after);
        const said = (settings: Record<string, unknown>, name: string) =>
          String(settings[name] ?? '');
        await activity.record(db, {
          actor: SYSTEM,
          action: 'portal.updated',
          subject: { kind: 'portal', id: portal.id },
          portalKey,
          changes: Object.fromEntries(
            Object.keys(input).map((name) => [
              name,
              { before: said(portal.settings, name), after: said(after, name) },
            ]),
          ),
        });
        await bumpVersion(db, 'site');
      });
      await siteMap.refresh();
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
        await claim(db, domainKey, slug, 'knowledge-base', knowledgeBaseId);
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

    async warnAboutReserved() {
      const names = reserved();
      for (const slug of await listSlugsOfSystemDomain(runtime.db)) {
        if (names.has(slug))
          runtime.strapi.log.warn(
            `customer-portal: /${slug} is also an address of Strapi or of this application; the portal hides it. Change the portal's slug.`,
          );
      }
    },
  };
}
