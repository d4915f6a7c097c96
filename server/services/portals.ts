import { errors } from '@strapi/utils';
import { readdirSync } from 'node:fs';
import type { FilterGroups } from '../rules/filter-groups';
import { slugProblem } from '../rules/slug';
import { insert, number, selectOne, type Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
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

export function createPortals(runtime: Runtime, siteMap: SiteMap): Portals {
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
    const domain = await selectOne(db, 'SELECT is_system FROM cp_domains WHERE id = ?', [
      domainKey,
    ]);
    if (!domain)
      throw new errors.ValidationError('Choose a domain.', {
        errors: [{ path: ['domain'], message: 'Choose a domain.' }],
      });
    const isRootAllowed = kind === 'knowledge-base' && !domain.is_system;
    if (!(slug === '' && isRootAllowed)) {
      const problem = slugProblem(slug);
      if (problem !== '') refuse(problem);
    }
    if (
      (domain.is_system && reserved().has(slug)) ||
      KNOWLEDGE_BASE_PAGES.has(slug) ||
      slug === '_assets' ||
      slug === 'uploads'
    ) {
      refuse(`/${slug} is reserved on this domain. Choose another address.`);
    }
    if (
      await selectOne(db, 'SELECT id FROM cp_site_paths WHERE domain_id = ? AND slug = ?', [
        domainKey,
        slug,
      ])
    ) {
      refuse(`/${slug} is taken on this domain. Choose another address.`);
    }
    await insert(db, 'cp_site_paths', { domain_id: domainKey, slug, kind, target });
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
        const made = await insert(db, 'cp_portals', {
          name,
          state: 'live',
          ticket_permission: input.ticketPermission ?? 'associated',
          ticket_permission_filter: JSON.stringify(input.ticketPermissionFilter ?? []),
          access_control: 'access-groups',
          default_inbox_id: input.inboxKey,
          languages: JSON.stringify(input.languages ?? []),
          branding: JSON.stringify(input.branding ?? {}),
          settings: '{}',
        });
        await insertFirstForm(db, made.key, runtime.now());
        await claim(db, input.domainKey, input.slug, 'portal', made.id);
        await db('cp_inboxes')
          .where({ id: input.inboxKey, portal_id: null })
          .update({ portal_id: made.key });
        return made;
      });
      await siteMap.refresh();
      return portal;
    },

    async createDomain(input) {
      const origin = new URL(input.origin).origin;
      return runtime.transaction(async (db) => {
        const known = await selectOne(
          db,
          'SELECT id, document_id FROM cp_domains WHERE origin = ? AND base_path = ?',
          [origin, input.basePath ?? ''],
        );
        if (known) return { key: number(known.id), id: String(known.document_id) };
        const made = await insert(db, 'cp_domains', {
          origin,
          base_path: input.basePath ?? '',
          primary_language: input.primaryLanguage,
          is_system: input.isSystem ?? false,
          serves_admin: input.servesAdmin ?? false,
          verified_at: runtime.now(),
        });
        await bumpVersion(db, 'site');
        return made;
      });
    },

    async placeKnowledgeBase({ knowledgeBaseId, domainKey, slug }) {
      await runtime.transaction((db) =>
        claim(db, domainKey, slug, 'knowledge-base', knowledgeBaseId),
      );
      await siteMap.refresh();
    },

    async warnAboutReserved() {
      const names = reserved();
      const rows = await runtime
        .db('cp_site_paths')
        .join('cp_domains', 'cp_domains.id', 'cp_site_paths.domain_id')
        .where('cp_domains.is_system', true)
        .select('slug');
      for (const { slug } of rows as { slug: string }[]) {
        if (names.has(slug))
          runtime.strapi.log.warn(
            `customer-portal: /${slug} is also an address of Strapi or of this application; the portal hides it. Change the portal's slug.`,
          );
      }
    },
  };
}

/** The form a new portal starts with; its published state is a version of its own that never changes. */
async function insertFirstForm(db: Connection, portalKey: number, now: number): Promise<void> {
  const draft = {
    fields: [
      { property: 'subject', isRequired: true },
      { property: 'description', isRequired: true },
      { property: 'attachments', isRequired: false },
    ],
  };
  const form = await insert(db, 'cp_request_forms', {
    portal_id: portalKey,
    slug: 'support',
    state: 'published',
    draft: JSON.stringify(draft),
  });
  const version = await insert(db, 'cp_request_form_versions', {
    form_key: form.id,
    version: 1,
    snapshot: JSON.stringify(draft),
    published_time: now,
  });
  await db('cp_request_forms').where({ id: form.key }).update({ published_id: version.key });
}
