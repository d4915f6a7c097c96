import { createHash } from 'node:crypto';
import type { BrandingSettings, PortalSettings } from '../contracts/portal-settings';
import type { PortalState } from '../contracts/portals';
import { number, text, yes, type Row } from '../store/connection';
import { brandSheet } from '../rules/brand-sheet';
import { settingsOf } from '../store/portals';
import type { DomainRecord, PortalRecord } from './types';

/** Pages of a knowledge base that stands at the root of its domain: no portal there may take these slugs. */
export const KNOWLEDGE_BASE_PAGES = new Set(['categories', 'articles', 'search']);

/** First segments that Strapi answers itself; the system domain never gives them away. */
export const STRAPI_PATHS = [
  'admin',
  'api',
  'uploads',
  '_health',
  '_assets',
  'graphql',
  'content-manager',
  'i18n',
  'upload',
  'favicon.ico',
  'robots.txt',
];

export interface PortalOnMap extends PortalRecord {
  /** Only members of its access groups are let in. */
  hasAccessGroups: boolean;
  /** Some company trusts a domain, so that an address may open its tickets. */
  hasTrustedDomains: boolean;
}

export function asPortal(
  row: Row,
  slug: string,
  domain: DomainRecord,
  inboxId: string,
): PortalOnMap {
  const settings = waysOf(settingsOf(row, { domain: domain.id, slug, inbox: inboxId }));
  const { name, company, languages } = settings.general;
  return {
    key: number(row.id),
    id: text(row.document_id),
    name,
    state: text(row.state) as PortalState,
    slug,
    domain,
    languages: [
      domain.primaryLanguage,
      ...languages.filter((language) => language !== domain.primaryLanguage),
    ],
    company: company === '' ? name : company,
    defaultInboxKey: number(row.default_inbox_id),
    hasAccessGroups: yes(row.has_access_groups),
    hasTrustedDomains: yes(row.has_trusted_domains),
    settings,
    sheets: sheetsOf(settings.branding),
    // Known when everything on the domain is.
    knowledgeBase: null,
    shownCategories: null,
    announcements: [],
    providers: [],
  };
}

/** Where identity providers alone let people in, no other way is open, whatever is stored for another choice. */
function waysOf(settings: PortalSettings): PortalSettings {
  if (settings.access.control !== 'single-sign-on') return settings;
  const closed = { password: false, magicLink: false, passkeys: false, siteAccounts: false };
  return { ...settings, access: { ...settings.access, ...closed } };
}

/** Named by their content, so that a browser may keep them for ever. */
export function sheetsOf(branding: BrandingSettings): PortalRecord['sheets'] {
  return [brandSheet(branding), branding.stylesheet]
    .filter((css) => css !== '')
    .map((css) => {
      const hash = createHash('sha256').update(css).digest('hex').slice(0, 10);
      return { name: `brand.${hash}.css`, css };
    });
}
