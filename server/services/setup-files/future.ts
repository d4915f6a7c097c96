import { fieldsOf } from '../../rules/filter-groups';
import type { PropertySubject } from '../../contracts/properties';
import type { PortalFacts } from '../../store/portals';
import type { PropertyRecord } from '../../store/properties';
import type { PipelineRecord, StatusRecord } from '../../store/site-map';
import type { InboxRecord, SiteMap } from '../site-map';
import type { PublishedForm } from '../types';
import type { Environment } from './environment';

/**
 * What will be there once a file is applied, for checks that ask the site map. What is new has negative keys, and ids that
 * stand for it until it is made.
 */
export interface Future {
  siteMap: SiteMap;
  portals: Map<string, PortalFacts>;
  setProperty(property: PropertyRecord): void;
  setPipeline(pipeline: PipelineRecord, statuses: StatusRecord[]): void;
  /** Those that will be published, by public id of the portal. */
  setForms(portalId: string, publishedIds: readonly string[]): void;
  giveInbox(inboxId: string, portalKey: number): void;
  newKey(): number;
}

export function createFuture(siteMap: SiteMap, env: Environment): Future {
  const properties = new Map(env.properties.map((one) => [`${one.subject}/${one.key}`, one]));
  const pipelines = new Map(env.pipelines.map((one) => [one.id, one]));
  let statuses = [...env.statuses];
  const inboxes = new Map<string, InboxRecord>(
    siteMap.inboxes().map((one) => [one.id, { ...one }]),
  );
  const portals = new Map(env.portals.map((portal) => [portal.id, portal]));
  const forms = new Map<string, PublishedForm[]>();
  let lastKey = 0;
  const propertiesOf = (subject: PropertySubject) =>
    [...properties.values()].filter((one) => one.subject === subject);

  return {
    portals,
    setProperty: (property) => void properties.set(`${property.subject}/${property.key}`, property),
    setPipeline(pipeline, own) {
      pipelines.set(pipeline.id, pipeline);
      statuses = [...statuses.filter(({ pipelineId }) => pipelineId !== pipeline.id), ...own];
    },
    setForms(portalId, publishedIds) {
      // Checks ask which forms there are, and nothing else of them.
      forms.set(
        portalId,
        publishedIds.map((id) => ({ id }) as PublishedForm),
      );
    },
    giveInbox(inboxId, portalKey) {
      const inbox = inboxes.get(inboxId);
      if (inbox) inbox.portalKey = portalKey;
    },
    newKey: () => (lastKey -= 1),
    siteMap: {
      ...siteMap,
      properties: propertiesOf,
      fields: (subject) => fieldsOf(propertiesOf(subject)),
      pipelines: () => [...pipelines.values()],
      pipelineByKey: (key) => [...pipelines.values()].find((one) => one.key === key),
      statuses: () => statuses,
      statusesOf: (key) => statuses.filter(({ pipelineKey }) => pipelineKey === key),
      statusById: (id) => statuses.find((one) => one.id === id) ?? siteMap.statusById(id),
      inboxes: () => [...inboxes.values()],
      inboxById: (id) => inboxes.get(id),
      inboxByKey: (key) => [...inboxes.values()].find((one) => one.key === key),
      requestForms(portalKey) {
        const portal = [...portals.values()].find(({ key }) => key === portalKey);
        return forms.get(portal?.id ?? '') ?? siteMap.requestForms(portalKey);
      },
    },
  };
}
