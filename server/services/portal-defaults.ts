import * as z from 'zod/mini';
import { inboxInput } from '../contracts/inboxes';
import { namesFor, prefixesFor, slugsFor } from '../rules/portal-names';
import { normaliseText, textKeyOf } from '../rules/property-values';
import type { Connection } from '../store/connection';
import { listDomains, type DomainFacts } from '../store/domains';
import { listInboxes, type InboxFacts } from '../store/inboxes';
import type { PortalFacts } from '../store/portals';
import type { Inboxes } from './inboxes';
import { refused } from './refusals';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** What a portal gets where nothing was chosen: with nothing but a name it is safe and works. */
export interface PortalDefaults {
  /** null where the server's own address cannot be a domain. */
  systemDomain(db: Connection): Promise<DomainFacts | null>;
  /** The chosen domain, by its public id, or the system domain where none is; refused when there is none. */
  domain(db: Connection, id: string): Promise<DomainFacts>;
  /** A free end of an address, made from the name. */
  slug(db: Connection, portal: PortalFacts, domainKey: number): Promise<string>;
  /** An inbox of the portal's own, or the first one that belongs to none; null when a new one is needed. */
  inbox(db: Connection, portal: PortalFacts): Promise<InboxFacts | null>;
  /** The chosen inbox, the default one, or a new one named like the portal. */
  inboxFor(
    db: Connection,
    actor: AdminActor,
    portal: PortalFacts,
  ): Promise<{ key: number; id: string; name: string }>;
  /** A new inbox with a free beginning of its numbers; its name is refused when it is taken, or numbered. */
  makeInbox(
    db: Connection,
    actor: AdminActor,
    name: string,
    isNumbered: boolean,
  ): Promise<{ key: number; id: string }>;
}

export function createPortalDefaults(
  siteMap: SiteMap,
  addresses: SiteAddresses,
  inboxes: Inboxes,
): PortalDefaults {
  const systemDomain = async (db: Connection) =>
    (await listDomains(db)).find(({ isSystem }) => isSystem) ?? null;

  const inbox: PortalDefaults['inbox'] = async (db, portal) => {
    const living = (await listInboxes(db)).filter(({ isTrashed }) => !isTrashed);
    return (
      living.find(({ portalKey }) => portalKey === portal.key) ??
      living.find(({ portalKey }) => portalKey === 0) ??
      null
    );
  };

  const makeInbox: PortalDefaults['makeInbox'] = async (db, actor, name, isNumbered) => {
    const others = await listInboxes(db);
    const names = new Set(
      others.filter(({ isTrashed }) => !isTrashed).map((one) => textKeyOf(one.name)),
    );
    const prefixes = new Set(
      others
        .flatMap(({ numberPrefix, pastPrefixes }) => [numberPrefix, ...pastPrefixes])
        .map(normaliseText),
    );
    const isFree = (one: string) => !isNumbered || !names.has(textKeyOf(one));
    const pipeline = siteMap.pipelines()[0]?.id;
    if (pipeline === undefined) return refused('inbox', 'Make a pipeline first.');
    const input = z.parse(inboxInput, {
      name: firstOf(namesFor(name), isFree),
      pipeline,
      numberPrefix: firstOf(prefixesFor(name), (one) => !prefixes.has(normaliseText(one))),
      numberStart: 1001,
    });
    return inboxes.add(db, actor, input);
  };

  return {
    systemDomain,
    inbox,
    makeInbox,

    async domain(db, id) {
      if (id === '')
        return (
          (await systemDomain(db)) ??
          refused('domain', 'Connect a domain: the address of this server cannot have a portal.')
        );
      const domains = await listDomains(db);
      return (
        domains.find((one) => one.id === id) ?? refused('domain', 'Choose a domain that exists.')
      );
    },

    async inboxFor(db, actor, portal) {
      const { inbox: chosen, name } = portal.settings.general;
      if (chosen !== '') {
        const living = (await listInboxes(db)).filter(({ isTrashed }) => !isTrashed);
        return (
          living.find(({ id }) => id === chosen) ?? refused('inbox', 'Choose an inbox that exists.')
        );
      }
      const found = await inbox(db, portal);
      if (found) return found;
      const made = await makeInbox(db, actor, name, true);
      const all = await listInboxes(db);
      return { ...made, name: all.find(({ key }) => key === made.key)?.name ?? name };
    },

    async slug(db, portal, domainKey) {
      const place = { domainKey, kind: 'portal' as const, target: portal.id };
      for (const slug of slugsFor(portal.settings.general.name))
        if (!(await addresses.problemAt(db, { ...place, slug }))) return slug;
      return '';
    },
  };
}

function firstOf(values: Generator<string>, isGood: (value: string) => boolean): string {
  for (const value of values) if (isGood(value)) return value;
  return '';
}
