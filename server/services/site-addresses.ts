import { readdirSync } from 'node:fs';
import { slugProblem } from '../rules/slug';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { findDomain, listDomains } from '../store/domains';
import {
  addPath,
  findPath,
  listSlugsOfSystemDomain,
  releasePath,
  leavePath,
} from '../store/site-paths';
import { refused } from './refusals';
import type { Runtime } from './runtime';
import { KNOWLEDGE_BASE_PAGES, STRAPI_PATHS } from './site-records';

export interface SiteAddresses {
  /** Slugs of the system domain that Strapi or the host answers. */
  reserved(): Set<string>;
  /** Why a portal or knowledge base cannot stand at a slug of a domain; '' when it can. `target` is its own public id. */
  problemAt(
    db: Connection,
    place: { domainKey: number; slug: string; kind: 'portal' | 'knowledge-base'; target: string },
  ): Promise<{ field: 'domain' | 'slug'; message: string } | null>;
  /** Puts a portal or knowledge base at an address, or refuses beside `slug` or `domain`. */
  claim(
    db: Connection,
    place: { domainKey: number; slug: string; kind: 'portal' | 'knowledge-base'; target: string },
  ): Promise<void>;
  /** Moves a portal; its address of before goes on leading to it where customers may know it. */
  move(
    db: Connection,
    portal: { id: string; isKnown: boolean },
    to: { domainKey: number; slug: string },
  ): Promise<void>;
  /** Gives every address of a portal or knowledge base free. */
  release(db: Connection, target: string): Promise<void>;
  /** Warns about every address that is reserved by now, for example by a route added since. */
  warnAboutReserved(): Promise<void>;
}

/** The one namespace of addresses: a slug of a domain belongs to one portal or one knowledge base (DESIGN 17). */
export function createSiteAddresses(runtime: Runtime): SiteAddresses {
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

  const problemAt: SiteAddresses['problemAt'] = async (db, { domainKey, slug, kind, target }) => {
    const domain = await findDomain(db, domainKey);
    if (!domain) return { field: 'domain', message: 'Choose a domain.' };
    const isRootAllowed = kind === 'knowledge-base' && !domain.isSystem;
    if (!(slug === '' && isRootAllowed)) {
      const message = slugProblem(slug);
      if (message !== '') return { field: 'slug', message };
    }
    const isReserved =
      ((domain.isSystem || domain.servesAdmin) && reserved().has(slug)) ||
      KNOWLEDGE_BASE_PAGES.has(slug) ||
      slug === '_assets' ||
      slug === 'uploads';
    if (isReserved)
      return {
        field: 'slug',
        message: `/${slug} is reserved on this domain. Choose another address.`,
      };
    const there = await findPath(db, domainKey, slug);
    const path = `${domain.basePath}/${slug}`;
    const isBelow = (await listDomains(db)).some(
      ({ origin, basePath }) =>
        slug !== '' && origin === domain.origin && `${basePath}/`.startsWith(`${path}/`),
    );
    if (isBelow || (there && there.target !== target))
      return {
        field: 'slug',
        message: `/${slug} is taken on this domain. Choose another address.`,
      };
    return null;
  };

  const claim: SiteAddresses['claim'] = async (db, place) => {
    const problem = await problemAt(db, place);
    if (problem) refused(problem.field, problem.message);
    await addPath(db, place);
    await bumpVersion(db, 'site');
  };

  return {
    reserved,
    problemAt,
    claim,

    async move(db, portal, to) {
      await leavePath(db, portal.id, portal.isKnown);
      await claim(db, { ...to, kind: 'portal', target: portal.id });
    },

    async release(db, target) {
      await releasePath(db, target);
      await bumpVersion(db, 'site');
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
