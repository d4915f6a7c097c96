import type { PipelineInput, StatusInput } from '../contracts/pipelines';
import { textKeyOf } from '../rules/property-values';
import { refused } from './refusals';

interface Known {
  id: string;
  name: string;
}

/** How the save names a status: its id, or for a new one without any its place. */
export const refOf = (status: StatusInput, index: number): string => status.id ?? `new-at-${index}`;

export const isClosed = (status: StatusInput): boolean => status.meaning === 'closed';

/** Refuses a pipeline that cannot stand, at the field that is wrong. `known` are the statuses that it has so far. */
export function checkPipeline(input: PipelineInput, known: readonly Known[]): void {
  checkStatuses(input, known);
  checkRemoved(input, known);
  checkAutomations(input);
}

function checkStatuses({ statuses }: PipelineInput, known: readonly Known[]): void {
  const names = new Set<string>();
  const refs = new Set<string>();
  for (const [index, status] of statuses.entries()) {
    const ref = refOf(status, index);
    if (refs.has(ref)) refused('statuses', `“${status.name}” is there twice.`);
    refs.add(ref);
    if (!ref.startsWith('new-') && !known.some(({ id }) => id === ref))
      refused(
        'statuses',
        `Somebody else has deleted “${status.name}”. Reload the page and change it again.`,
      );
    const name = textKeyOf(status.name);
    if (names.has(name))
      refused(`statuses.${index}.name`, 'Another status of this pipeline has this name.');
    names.add(name);
  }
  for (const closed of [false, true]) {
    const alike = statuses.filter((status) => isClosed(status) === closed);
    const word = closed ? 'closed' : 'open';
    if (alike.length === 0) refused('statuses', `Add at least one ${word} status.`);
    if (alike.every((status) => status.isHidden))
      refused('statuses', `Show customers at least one ${word} status.`);
  }
  const starts = statuses.filter((status) => status.mayStart);
  if (starts.length > 0 && starts.every(isClosed))
    refused('statuses', 'Let tickets start in at least one open status.');
}

function checkRemoved({ statuses, removed }: PipelineInput, known: readonly Known[]): void {
  const kept = new Set(statuses.map(({ id }) => id));
  const gone = new Set(removed.map(({ id }) => id));
  for (const { id, name } of known)
    if (!kept.has(id) && !gone.has(id))
      refused('statuses', `“${name}” is missing. Reload the page and change it again.`);
  for (const [index, { id, to }] of removed.entries()) {
    if (kept.has(id)) refused(`removed.${index}.id`, 'A status cannot stay and go.');
    if (to !== undefined && !kept.has(to))
      refused(`removed.${index}.to`, 'Choose one of the statuses that stay.');
  }
}

function checkAutomations({ statuses, automations }: PipelineInput): void {
  const byRef = new Map(statuses.map((status, index) => [refOf(status, index), status]));
  for (const event of ['customerReplied', 'agentReplied', 'assigned'] as const) {
    const chosen = automations[event];
    if (chosen === 'off' || chosen === 'default') continue;
    const status = byRef.get(chosen);
    if (!status) refused(`automations.${event}`, 'Choose one of the statuses of this pipeline.');
    else if (isClosed(status) && event !== 'agentReplied')
      refused(`automations.${event}`, 'Choose an open status.');
  }
  const froms = new Set<string>();
  for (const [index, { from, to }] of automations.silence.entries()) {
    const at = `automations.silence.${index}`;
    if (!byRef.has(from)) refused(`${at}.from`, 'Choose one of the statuses of this pipeline.');
    if (!byRef.has(to)) refused(`${at}.to`, 'Choose one of the statuses of this pipeline.');
    if (from === to) refused(`${at}.to`, 'Choose another status than the one before.');
    if (froms.has(from))
      refused(`${at}.from`, 'Another automation begins with this status. Choose another status.');
    froms.add(from);
  }
}

/** The automations with public ids in place of the names that a save gave new statuses. */
export function withIds(
  automations: PipelineInput['automations'],
  ids: ReadonlyMap<string, string>,
): PipelineInput['automations'] {
  const idOf = (ref: string) => ids.get(ref) ?? ref;
  return {
    customerReplied: idOf(automations.customerReplied),
    agentReplied: idOf(automations.agentReplied),
    assigned: idOf(automations.assigned),
    silence: automations.silence.map(({ from, days, to }) => ({
      from: idOf(from),
      days,
      to: idOf(to),
    })),
  };
}
