import type { PipelineAutomations, PipelineRules } from '../contracts/pipelines';
import type { StatusColor } from '../contracts/tickets';
import { GROUPS_NARROW } from './access-groups';
import { jsonOf, number, select, text, yes, type Connection, type Row } from './connection';
import { listProviders } from './identity-providers';
import { listProperties } from './properties';
import { listForms } from './request-forms';

/** Everything that decides where a request belongs and what its portal says, in a few small reads. */
export async function readSiteMap(
  db: Connection,
): Promise<
  Record<
    | 'domains'
    | 'paths'
    | 'portals'
    | 'inboxes'
    | 'pipelines'
    | 'statuses'
    | 'properties'
    | 'forms'
    | 'providers',
    Row[]
  >
> {
  return {
    domains: await select(
      db,
      'SELECT id, document_id, origin, base_path, primary_language, is_system, serves_admin FROM cp_domains WHERE verified_at > 0 AND trashed_at = 0',
    ),
    providers: await listProviders(db),
    paths: await select(db, 'SELECT domain_id, slug, kind, target FROM cp_site_paths ORDER BY id'),
    portals: await select(
      db,
      `SELECT p.id, p.document_id, p.name, p.state, p.ticket_permission, p.ticket_permission_filter, p.access_control, p.languages, p.branding, p.settings, p.default_inbox_id,
       EXISTS (SELECT 1 FROM cp_portal_access_groups pg WHERE pg.portal_id = p.id AND ${GROUPS_NARROW}) AS has_access_groups,
       EXISTS (SELECT 1 FROM cp_company_email_domains d WHERE d.is_trusted) AS has_trusted_domains
       FROM cp_portals p WHERE p.trashed_at = 0 ORDER BY p.id`,
    ),
    // A deleted one that gave its tickets to another stands for that one.
    inboxes: await select(
      db,
      "SELECT id, document_id, name, portal_id, pipeline_id, number_prefix, number_start, moves_to, trashed_at FROM cp_inboxes WHERE trashed_at = 0 OR moves_to <> '' ORDER BY id",
    ),
    pipelines: await select(
      db,
      'SELECT id, document_id, name, rules, automations FROM cp_pipelines WHERE trashed_at = 0 ORDER BY id',
    ),
    // A deleted one that gave its tickets to another stands for that one.
    statuses: await select(
      db,
      `SELECT s.id, s.document_id, s.name, s.meaning, s.is_closed, s.color, s.customer_labels, s.is_hidden_from_customers, s.may_start,
       s.moves_to, s.trashed_at, s.pipeline_id, p.document_id AS pipeline_document_id, p.name AS pipeline_name
       FROM cp_statuses s JOIN cp_pipelines p ON p.id = s.pipeline_id WHERE s.trashed_at = 0 OR s.moves_to <> '' ORDER BY s.pipeline_id, s.rank, s.id`,
    ),
    properties: await listProperties(db),
    forms: await listForms(db),
  };
}

export interface StatusRecord {
  key: number;
  id: string;
  name: string;
  meaning: string;
  isClosed: boolean;
  color: StatusColor;
  isHidden: boolean;
  mayStart: boolean;
  labels: Record<string, string>;
  pipelineKey: number;
  pipelineId: string;
  pipelineName: string;
}

export function statusRecord(row: Row): StatusRecord {
  return {
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
    meaning: text(row.meaning),
    isClosed: yes(row.is_closed),
    color: (text(row.color) || 'neutral') as StatusColor,
    isHidden: yes(row.is_hidden_from_customers),
    mayStart: yes(row.may_start),
    labels: jsonOf<Record<string, string>>(row.customer_labels, {}),
    pipelineKey: number(row.pipeline_id),
    pipelineId: text(row.pipeline_document_id),
    pipelineName: text(row.pipeline_name),
  };
}

export interface PipelineRecord {
  key: number;
  id: string;
  name: string;
  rules: PipelineRules;
  automations: PipelineAutomations;
}

export function pipelineRecord(row: Row): PipelineRecord {
  return {
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
    rules: {
      noSkipping: false,
      noGoingBack: false,
      ...jsonOf<Partial<PipelineRules>>(row.rules, {}),
    },
    automations: {
      customerReplied: 'default',
      agentReplied: 'default',
      assigned: 'off',
      silence: [],
      ...jsonOf<Partial<PipelineAutomations>>(row.automations, {}),
    },
  };
}
