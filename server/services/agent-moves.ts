import type { PropertyValues } from '../contracts/properties';
import { brokenRule, type BrokenRule } from '../rules/pipeline-rules';
import { wordIn } from '../rules/property-values';
import { jsonOf, number, text, type Row } from '../store/connection';
import type { StatusRecord } from '../store/site-map';
import { need, refused } from './refusals';
import type { SiteMap } from './site-map';
import type { AgentActor } from './types';

/**
 * Refuses a change of status by an agent that the pipeline's rules forbid, or a closing without what must be filled in.
 * Returns the rule that was overridden. Automations and customers are not bound by either.
 */
export function checkAgentMove(
  siteMap: SiteMap,
  actor: AgentActor,
  ticket: Row,
  to: StatusRecord,
  isOverride: boolean,
): BrokenRule | null {
  const from = siteMap.statusByKey(number(ticket.status_id));
  if (!from || from.key === to.key) return null;
  if (to.isClosed && !from.isClosed) checkRequired(siteMap, ticket);
  const pipeline = siteMap.pipelineByKey(to.pipelineKey);
  const order = siteMap.statusesOf(to.pipelineKey);
  const rule = pipeline ? brokenRule(pipeline.rules, order, from.id, to.id) : null;
  if (!rule || !pipeline) return null;
  if (isOverride) {
    need(actor, 'pipeline-override');
    return rule;
  }
  const next = order[order.indexOf(from) + 1]?.name ?? '';
  return refused(
    'status',
    rule === 'no-skipping'
      ? `No status of the pipeline ${pipeline.name} may be skipped. After “${from.name}” comes “${next}”.`
      : `In the pipeline ${pipeline.name} no ticket may go back from “${from.name}” to “${to.name}”.`,
    { rule },
  );
}

const and = new Intl.ListFormat('en', { type: 'conjunction' });

function checkRequired(siteMap: SiteMap, ticket: Row): void {
  const missing = siteMap
    .properties('ticket')
    .filter((property) => property.isRequiredToClose && isMissing(property, ticket));
  if (missing.length === 0) return;
  const names = and.format(missing.map(({ key, labels }) => wordIn(labels, 'en', key)));
  refused('status', `Fill in ${names} before you close the ticket.`, {
    missing: missing.map(({ key }) => key),
  });
}

/** Columns of the standard properties that may be empty. */
const COLUMNS: Record<string, string> = {
  category: 'category',
  company: 'company_id',
  owner: 'assignee_id',
  priority: 'priority',
};

function isMissing(
  { key, isStandard }: { key: string; isStandard: boolean },
  ticket: Row,
): boolean {
  if (isStandard) {
    const column = COLUMNS[key];
    return column !== undefined && text(ticket[column]) === '';
  }
  const value = jsonOf<PropertyValues>(ticket.properties, {})[key];
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
