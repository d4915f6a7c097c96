import type { FilterGroups } from '../contracts/filter-groups';
import { jsonOf, number, text, yes, type Row } from '../store/connection';
import type { Branding, DomainRecord, PortalRecord } from './types';

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

/** What `cp_portals.settings` holds; what it does not name has its default. */
type PortalSettings = Partial<
  Pick<PortalRecord, 'ticketCompanies' | 'includesChildren' | 'keepsOwnAfterLeaving'>
>;

export interface PortalOnMap extends PortalRecord {
  ticketPermissionFilter: FilterGroups;
  /** Only members of its access groups are let in. */
  hasAccessGroups: boolean;
  /** Some company trusts a domain, so that an address may open its tickets. */
  hasTrustedDomains: boolean;
}

export function asPortal(
  row: Row,
  slug: string,
  domain: DomainRecord,
  filter: FilterGroups,
): PortalOnMap {
  const branding = jsonOf<Partial<Branding>>(row.branding, {});
  const languages = jsonOf<string[]>(row.languages, []);
  const settings = jsonOf<PortalSettings>(row.settings, {});
  return {
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
    state: text(row.state) as PortalRecord['state'],
    slug,
    domain,
    ticketPermission: text(row.ticket_permission) as PortalRecord['ticketPermission'],
    ticketPermissionFilter: filter,
    hasAccessGroups: yes(row.has_access_groups),
    hasTrustedDomains: yes(row.has_trusted_domains),
    ticketCompanies: settings.ticketCompanies ?? 'primary',
    includesChildren: settings.includesChildren ?? false,
    keepsOwnAfterLeaving: settings.keepsOwnAfterLeaving ?? false,
    languages: [
      domain.primaryLanguage,
      ...languages.filter((language) => language !== domain.primaryLanguage),
    ],
    branding: {
      company: branding.company ?? text(row.name),
      accent: branding.accent ?? '#2f5bd8',
      helpEmail: branding.helpEmail ?? '',
    },
    defaultInboxKey: number(row.default_inbox_id),
  };
}
