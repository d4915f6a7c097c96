import type { DomainRecord, SitePlace } from '../services/types';

/** Paths of our pages on the domain of a place, in the place's language. */
export interface Addresses {
  knowledgeBase(...rest: string[]): string;
  portal(...rest: string[]): string;
  asset(name: string): string;
}

export function addressesOf(place: SitePlace): Addresses {
  const { domain, portal, knowledgeBase } = place;
  const start = prefixOf(domain, place.language);
  const portalStart = place.isLanguageNamed ? `${domain.basePath}/${place.language}` : start;
  const below = (slug: string, begin: string) => {
    const root = slug === '' ? begin : `${begin}/${encodeURIComponent(slug)}`;
    return (...rest: string[]) => {
      let path = root;
      for (const part of rest) if (part !== '') path += `/${encodeURIComponent(part)}`;
      return path === begin ? `${begin}/` : path;
    };
  };
  return {
    knowledgeBase: below(knowledgeBase?.slug ?? '', start),
    portal: below(portal?.slug ?? '', portalStart),
    asset: (name) => `${domain.basePath}/_assets/${name}`,
  };
}

function prefixOf(domain: DomainRecord, language: string): string {
  return language === domain.primaryLanguage ? domain.basePath : `${domain.basePath}/${language}`;
}

/**
 * A path that may be returned to after sign-in: below the domain's own base path, plain characters only.
 * Refuses what browsers read as another origin: `//`, backslashes, encoded slashes, `@`, control characters (CVE-2024-34065).
 */
export function isOwnPath(domain: DomainRecord, path: string): boolean {
  if (path.length > 500 || !/^\/[\w\-./?=&%~+]*$/.test(path)) return false;
  if (path.includes('//') || path.includes('..') || /%(2f|5c|0|1|40)/i.test(path)) return false;
  return (
    domain.basePath === '' || path === domain.basePath || path.startsWith(`${domain.basePath}/`)
  );
}
