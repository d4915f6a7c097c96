import { PROPERTY_SUBJECTS, type PropertySubject } from '../contracts/properties';
import type { StatusMeaning } from '../contracts/tickets';
import { customerLabel } from '../rules/customer-labels';
import { shownStatus, startStatus } from '../rules/pipeline-rules';
import { fieldsOf, type FilterFields } from '../rules/filter-groups';
import { offeredForms, publishedForms } from './published-forms';
import { asPortal, KNOWLEDGE_BASE_PAGES, type PortalOnMap } from './site-records';
import { besideOf, knowledgeBaseBeside } from './portal-knowledge-base';
import { listComing } from '../store/announcements';
import { number, text, yes, type Row } from '../store/connection';
import { readVersions } from '../store/counters';
import { providerRecord } from '../store/identity-providers';
import { propertyRecord, type PropertyRecord } from '../store/properties';
import {
  pipelineRecord,
  readSiteMap,
  statusRecord,
  type PipelineRecord,
  type StatusRecord,
} from '../store/site-map';
import type { Runtime } from './runtime';
import type {
  DomainRecord,
  KnowledgeBaseRecord,
  PublishedForm,
  SiteMapService,
  SitePlace,
} from './types';

export interface InboxRecord {
  key: number;
  id: string;
  name: string;
  portalKey: number;
  pipelineKey: number;
  numberPrefix: string;
  numberStart: number;
}

export interface StatusStanding {
  isClosed: boolean;
  awaitsCustomer: boolean;
  /** Public id of the status that customers see instead; '' when it is the ticket's own. */
  shownStatus: string;
}

interface DomainOnMap {
  record: DomainRecord;
  languages: Set<string>;
  portals: Map<string, PortalOnMap>;
  /** Addresses that portals left, with where they are by now. */
  moved: Map<string, PortalOnMap>;
  knowledgeBases: Map<string, KnowledgeBaseRecord>;
  /** Portals that are live. */
  live: PortalOnMap[];
  /** The same as they count beside each knowledge base, by its public id. */
  beside: Map<string, PortalOnMap[]>;
}

export interface SiteMap extends SiteMapService {
  portals(): PortalOnMap[];
  portalByKey(key: number): PortalOnMap | undefined;
  /** A deleted inbox is the one that took its tickets. */
  inboxByKey(key: number): InboxRecord | undefined;
  inboxById(id: string): InboxRecord | undefined;
  inboxes(): InboxRecord[];
  pipelineByKey(key: number): PipelineRecord | undefined;
  pipelines(): PipelineRecord[];
  statuses(): StatusRecord[];
  /** Statuses of one pipeline in their order. */
  statusesOf(pipelineKey: number): StatusRecord[];
  /** A deleted status is the one that took its tickets. */
  statusByKey(key: number): StatusRecord | undefined;
  /** The same by public id. */
  statusById(id: string): StatusRecord | undefined;
  /** What customers see of a ticket in a status; `lastShown` as the ticket keeps it. */
  shownStatus(statusKey: number, lastShown: string): StatusRecord | undefined;
  /** The columns of a ticket that follow from its status. */
  standingIn(status: StatusRecord, lastShown: string): StatusStanding;
  /** The status of a new ticket. */
  startStatus(pipelineKey: number, wanted: StatusMeaning): StatusRecord;
  /** Properties of tickets, contacts or companies in their order, standard ones too. */
  properties(subject: PropertySubject): PropertyRecord[];
  /** Published forms of a portal in their order, offered or not. */
  requestForms(portalKey: number): PublishedForm[];
  /** What a portal that is not a draft offers of them, in its own order, whoever may see them. */
  offeredForms(portalKey: number): PublishedForm[];
  /** The same as filters ask about them. */
  fields(subject: PropertySubject): FilterFields;
  /** First status of a pipeline with a meaning; falls back to the first that is as open or closed. */
  statusFor(pipelineKey: number, meaning: string): StatusRecord;
}

/** The map of domains, portals and knowledge bases in memory. */
export function createSiteMap(runtime: Runtime): SiteMap {
  let byOrigin = new Map<string, DomainOnMap[]>();
  let portals = new Map<number, PortalOnMap>();
  let inboxes = new Map<number, InboxRecord>();
  let inboxesById = new Map<string, InboxRecord>();
  let livingInboxes: InboxRecord[] = [];
  let pipelines = new Map<number, PipelineRecord>();
  let statuses = new Map<number, StatusRecord>();
  let statusesByPipeline = new Map<number, StatusRecord[]>();
  let statusesById = new Map<string, StatusRecord>();
  /** What customers read for a status, by its key and the language: a list asks for each of its rows. */
  const labels = new Map<string, string>();
  let properties = new Map<PropertySubject, PropertyRecord[]>();
  let forms = new Map<number, PublishedForm[]>();
  let offered = new Map<number, PublishedForm[]>();
  let fields = new Map<PropertySubject, FilterFields>();
  let seen = -1;
  let loads = 0;

  function loadInboxes(rows: Row[]): void {
    const takerOf = takers(rows);
    const living = new Map<string, InboxRecord>();
    for (const row of rows)
      if (number(row.trashed_at) === 0)
        living.set(text(row.document_id), {
          key: number(row.id),
          id: text(row.document_id),
          name: text(row.name),
          portalKey: number(row.portal_id),
          pipelineKey: number(row.pipeline_id),
          numberPrefix: text(row.number_prefix),
          numberStart: number(row.number_start),
        });
    livingInboxes = [...living.values()];
    inboxes = new Map();
    inboxesById = new Map();
    for (const row of rows) {
      const inbox = living.get(text(takerOf(row)?.document_id));
      if (!inbox) continue;
      inboxes.set(number(row.id), inbox);
      inboxesById.set(text(row.document_id), inbox);
    }
  }

  function loadPipelines(pipelineRows: Row[], statusRows: Row[]): void {
    pipelines = new Map(pipelineRows.map(pipelineRecord).map((one) => [one.key, one]));
    const takerOf = takers(statusRows);
    const living = new Map<string, StatusRecord>();
    for (const row of statusRows)
      if (number(row.trashed_at) === 0) living.set(text(row.document_id), statusRecord(row));
    labels.clear();
    statuses = new Map();
    statusesById = new Map();
    for (const row of statusRows) {
      const status = living.get(text(takerOf(row)?.document_id));
      if (!status) continue;
      statuses.set(number(row.id), status);
      statusesById.set(text(row.document_id), status);
    }
    statusesByPipeline = new Map();
    for (const status of living.values()) {
      const own = statusesByPipeline.get(status.pipelineKey) ?? [];
      statusesByPipeline.set(status.pipelineKey, own);
      own.push(status);
    }
  }

  async function load(): Promise<void> {
    const rows = await readSiteMap(runtime.db);
    const announcements = await listComing(runtime.db, runtime.now());
    loadPipelines(rows.pipelines, rows.statuses);
    const definitions = rows.properties.map(propertyRecord);
    forms = publishedForms(rows.forms, definitions);
    properties = new Map();
    fields = new Map();
    for (const subject of PROPERTY_SUBJECTS) {
      const own = definitions.filter((definition) => definition.subject === subject);
      properties.set(subject, own);
      fields.set(subject, fieldsOf(own));
    }
    loadInboxes(rows.inboxes);
    const domains = new Map<number, DomainOnMap>();
    for (const row of rows.domains) {
      const record: DomainRecord = {
        key: number(row.id),
        id: text(row.document_id),
        origin: text(row.origin),
        basePath: text(row.base_path),
        primaryLanguage: text(row.primary_language),
        isSystem: yes(row.is_system),
        servesAdmin: yes(row.serves_admin),
      };
      domains.set(record.key, {
        record,
        languages: new Set([record.primaryLanguage]),
        portals: new Map(),
        moved: new Map(),
        knowledgeBases: new Map(),
        live: [],
        beside: new Map(),
      });
    }
    const nextPortals = new Map<number, PortalOnMap>();
    const moved: [DomainOnMap, portalId: string, slug: string][] = [];
    for (const path of rows.paths) {
      const domain = domains.get(number(path.domain_id));
      if (!domain) continue;
      const slug = text(path.slug);
      if (path.kind === 'knowledge-base') {
        domain.knowledgeBases.set(slug, { id: text(path.target), slug, domain: domain.record });
        continue;
      }
      const row = rows.portals.find((portal) => portal.document_id === path.target);
      if (!row || row.state === 'draft') continue;
      const inboxId = inboxes.get(number(row.default_inbox_id))?.id ?? '';
      const portal = asPortal(row, slug, domain.record, inboxId);
      if (path.kind === 'moved') {
        moved.push([domain, portal.id, slug]);
        continue;
      }
      for (const language of portal.languages) domain.languages.add(language);
      domain.portals.set(slug, portal);
      nextPortals.set(portal.key, portal);
    }
    portals = nextPortals;
    for (const [domain, portalId, slug] of moved) {
      const portal = [...portals.values()].find(({ id }) => id === portalId);
      if (portal) domain.moved.set(slug, portal);
    }
    offered = new Map();
    const providers = rows.providers.map(providerRecord);
    for (const portal of portals.values()) {
      const { key, settings } = portal;
      portal.providers = providers.filter(({ portalKey }) => portalKey === key);
      portal.announcements = announcements.filter(({ portalKey }) => portalKey === key);
      offered.set(key, offeredForms(forms.get(key) ?? [], settings.supportForm));
    }
    const next = new Map<string, DomainOnMap[]>();
    for (const domain of domains.values()) {
      const bases = [...domain.knowledgeBases.values()];
      for (const portal of domain.portals.values())
        Object.assign(portal, knowledgeBaseBeside(portal.settings.knowledgeBase, bases));
      domain.live = [...domain.portals.values()].filter(({ state }) => state === 'live');
      for (const base of bases) domain.beside.set(base.id, besideOf(base, domain.live));
      const { isSystem } = domain.record;
      // Strapi's own requests leave at once where nothing of ours stands.
      if (isSystem && domain.portals.size + domain.moved.size + domain.knowledgeBases.size === 0)
        continue;
      const sameOrigin = next.get(domain.record.origin) ?? [];
      sameOrigin.push(domain);
      // The longest base path wins.
      next.set(
        domain.record.origin,
        sameOrigin.sort((a, b) => b.record.basePath.length - a.record.basePath.length),
      );
    }
    byOrigin = next;
  }

  async function loadWhenChanged(): Promise<void> {
    const versions = await readVersions(runtime.db);
    const current = versions['version:site'] ?? 0;
    if (current === seen) return;
    await load();
    seen = current;
    loads += 1;
  }

  let last = Promise.resolve();
  /** One after the other: a load that began before a change must not end after the one that shows it. */
  function refresh(): Promise<void> {
    const next = last.then(loadWhenChanged);
    last = next.catch(() => undefined);
    return next;
  }

  function shownOf(status: StatusRecord, lastShown: string): StatusRecord {
    if (!status.isHidden) return status;
    const own = statusesByPipeline.get(status.pipelineKey) ?? [];
    return shownStatus(status, statusesById.get(lastShown), own);
  }

  function resolve(protocol: string, host: string, path: string): SitePlace | null {
    // Names of hosts are equal in any case (RFC 3986, 3.2.2), and clients send them as they were typed.
    const domains = byOrigin.get(`${protocol}://${host}`.toLowerCase());
    if (!domains) return null;
    for (const domain of domains) {
      const { basePath } = domain.record;
      if (basePath === '' || path === basePath || path.startsWith(`${basePath}/`)) {
        return placeOn(domain, path.slice(basePath.length));
      }
    }
    return null;
  }

  return {
    resolve,
    version: () => loads,
    refresh,
    url: (domain, path) => `${domain.origin}${domain.basePath}${path}`,
    statusLabel(statusKey, language) {
      const place = `${statusKey} ${language}`;
      const known = labels.get(place);
      if (known !== undefined) return known;
      const status = statuses.get(statusKey);
      const label = status ? customerLabel(status, language) : '';
      labels.set(place, label);
      return label;
    },
    portals: () => [...portals.values()],
    portalByKey: (key) => portals.get(key),
    inboxByKey: (key) => inboxes.get(key),
    inboxById: (id) => inboxesById.get(id),
    inboxes: () => livingInboxes,
    pipelines: () => [...pipelines.values()],
    pipelineByKey: (key) => pipelines.get(key),
    statuses: () => [...statusesByPipeline.values()].flat(),
    statusesOf: (pipelineKey) => statusesByPipeline.get(pipelineKey) ?? [],
    statusById: (id) => statusesById.get(id),
    shownStatus(statusKey, lastShown) {
      const status = statuses.get(statusKey);
      return status && shownOf(status, lastShown);
    },
    standingIn(status, lastShown) {
      const shown = shownOf(status, lastShown);
      return {
        isClosed: status.isClosed,
        awaitsCustomer: shown.meaning === 'waiting-on-customer',
        shownStatus: shown.key === status.key ? '' : shown.id,
      };
    },
    startStatus(pipelineKey, wanted) {
      const found = startStatus(statusesByPipeline.get(pipelineKey) ?? [], wanted);
      if (!found) throw new Error(`Pipeline ${pipelineKey} has no status`);
      return found;
    },
    properties: (subject) => properties.get(subject) ?? [],
    requestForms: (portalKey) => forms.get(portalKey) ?? [],
    offeredForms: (portalKey) => offered.get(portalKey) ?? [],
    fields: (subject) => fields.get(subject) ?? new Map(),
    statusByKey: (key) => statuses.get(key),
    statusFor(pipelineKey, meaning) {
      const own = statusesByPipeline.get(pipelineKey) ?? [];
      const found =
        own.find((status) => status.meaning === meaning) ??
        own.find((status) => status.isClosed === (meaning === 'closed')) ??
        own[0];
      if (!found) throw new Error(`Pipeline ${pipelineKey} has no status`);
      return found;
    },
  };
}

/** Finds what a row stands for: itself, or what took over from it when it was deleted. */
function takers(rows: Row[]): (row: Row) => Row | undefined {
  const byId = new Map(rows.map((row) => [text(row.document_id), row]));
  return (row) => {
    let taker: Row | undefined = row;
    // As often as there are rows: a circle, which nothing writes, ends.
    for (let step = 0; taker && number(taker.trashed_at) > 0; step += 1)
      taker = step < byId.size ? byId.get(text(taker.moves_to)) : undefined;
    return taker;
  };
}

function placeOn(domain: DomainOnMap, path: string): SitePlace | null {
  const segments = decodeSegments(path);
  let isLanguageNamed = false;
  const [first = null] = domain.live;
  const firstBase = domain.knowledgeBases.values().next().value ?? null;
  const place = (kind: SitePlace['kind'], language: string, rest: string[]): SitePlace => ({
    domain: domain.record,
    language,
    isLanguageNamed,
    kind,
    rest,
    portal: first,
    portals: domain.live,
    knowledgeBase: first ? first.knowledgeBase : firstBase,
  });
  const inBase = (base: KnowledgeBaseRecord, language: string, rest: string[]): SitePlace => {
    const portals = domain.beside.get(base.id) ?? domain.live;
    return {
      ...place('knowledge-base', language, rest),
      portal: portals[0] ?? null,
      portals,
      knowledgeBase: base,
    };
  };
  const outside = () => {
    // Media Library pictures of articles are public and come from Strapi on every domain.
    if (domain.record.isSystem || domain.record.servesAdmin || segments?.[0] === 'uploads')
      return null;
    return place('nothing', domain.record.primaryLanguage, []);
  };
  if (segments === null) return outside();
  if (segments[0] === '_assets')
    return {
      ...place('asset', domain.record.primaryLanguage, segments.slice(1)),
      portals: [...domain.portals.values()],
    };
  let language = domain.record.primaryLanguage;
  const [prefix] = segments;
  if (prefix !== undefined && isPrefix(domain, prefix, segments[1] ?? '')) {
    language = prefix;
    isLanguageNamed = true;
    segments.shift();
  }
  const slug = segments[0] ?? '';
  const portal = domain.portals.get(slug);
  if (portal && slug !== '')
    return {
      ...place('portal', language, segments.slice(1)),
      portal,
      portals: [portal],
      knowledgeBase: portal.knowledgeBase,
    };
  const base = domain.knowledgeBases.get(slug);
  if (base && slug !== '') return inBase(base, language, segments.slice(1));
  const movedPortal = domain.moved.get(slug);
  if (movedPortal && slug !== '')
    return {
      ...place('moved', language, segments.slice(1)),
      portal: movedPortal,
      portals: [movedPortal],
      // The same page is taken here as long as the portal stays on the domain.
      knowledgeBase:
        movedPortal.domain.key === domain.record.key ? movedPortal.knowledgeBase : firstBase,
    };
  const root = domain.knowledgeBases.get('');
  if (root && (segments.length === 0 || KNOWLEDGE_BASE_PAGES.has(slug)))
    return inBase(root, language, segments);
  return outside();
}

/**
 * Whether an address begins with a language. The primary one needs no name, but a portal's visitor may insist on it against
 * the browser's wishes; pages of knowledge bases have one address for each language.
 */
function isPrefix(domain: DomainOnMap, prefix: string, slug: string): boolean {
  if (prefix !== domain.record.primaryLanguage) return domain.languages.has(prefix);
  return slug !== '' && (domain.portals.has(slug) || domain.moved.has(slug));
}

/** Decoded segments; null for an encoding that is broken or hides a slash or a dot segment. */
function decodeSegments(path: string): string[] | null {
  if (path === '' || path === '/') return [];
  const segments: string[] = [];
  for (const raw of path.replace(/^\/|\/$/g, '').split('/')) {
    let segment = raw;
    if (raw.includes('%')) {
      try {
        segment = decodeURIComponent(raw);
      } catch {
        return null;
      }
    }
    if (segment === '' || segment === '.' || segment === '..' || /[/\\\p{Cc}]/u.test(segment))
      return null;
    segments.push(segment);
  }
  return segments;
}
