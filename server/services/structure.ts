import type { PipelineChoice, StructureChoices } from '../contracts/structure';
import type { StatusMeaning } from '../contracts/tickets';
import { PROPERTY_SUBJECTS } from '../contracts/properties';
import { listAccessGroupNames } from '../store/access-groups';
import { listWorkingAgents } from '../store/agents';
import { listCalendars } from '../store/calendars';
import { text, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

export interface Structure {
  /** What the forms of the admin pages choose from: names alone, for whoever may read one kind of record. */
  choices(actor: AdminActor): Promise<StructureChoices>;
}

const READERS = [
  'access-group-read',
  'agent-read',
  'company-read',
  'contact-read',
  'inbox-read',
  'pipeline-read',
  'portal-read',
  'portal-edit',
  'property-read',
  'record-export',
  'record-import',
  'request-form-read',
  'ticket-read',
];

const named = (row: Row) => ({ id: text(row.document_id), name: text(row.name) });

export function createStructure(runtime: Runtime, siteMap: SiteMap): Structure {
  function pipelines(): PipelineChoice[] {
    const byKey = new Map<number, PipelineChoice>();
    for (const status of siteMap.statuses()) {
      const pipeline = byKey.get(status.pipelineKey) ?? {
        id: status.pipelineId,
        name: status.pipelineName,
        statuses: [],
      };
      byKey.set(status.pipelineKey, pipeline);
      pipeline.statuses.push({
        id: status.id,
        name: status.name,
        meaning: status.meaning as StatusMeaning,
        isClosed: status.isClosed,
      });
    }
    return [...byKey.values()];
  }

  return {
    async choices(actor) {
      need(actor, ...READERS);
      const portals = siteMap.portals();
      return {
        // Those that somebody reads: a field for each language of the product would be ten.
        languages: [...new Set([...portals.flatMap(({ languages }) => languages), 'en'])],
        portals: portals.map(({ id, name }) => ({ id, name })),
        inboxes: siteMap.inboxes().map(({ id, name, portalKey }) => ({
          id,
          name,
          portal: siteMap.portalByKey(portalKey)?.name ?? '',
        })),
        pipelines: pipelines(),
        agents: (await listWorkingAgents(runtime.db)).map(named),
        calendars: (await listCalendars(runtime.db)).map(({ id, name }) => ({ id, name })),
        accessGroups: (await listAccessGroupNames(runtime.db)).map(named),
        properties: PROPERTY_SUBJECTS.flatMap((subject) =>
          siteMap.properties(subject).map(definitionOf),
        ),
      };
    },
  };
}
