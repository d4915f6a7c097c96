import type { TicketSettings } from '../../contracts/portal-settings';
import { showableFields } from '../../rules/shown-fields';
import { checkFilterGroups } from '../filter-input';
import { refused } from '../refusals';
import type { SiteMap } from '../site-map';
import type { CheckContext, SettingsCheck } from './check';

export const checkTickets: SettingsCheck<'tickets'> = async (input, context) => {
  const { siteMap } = context;
  if (input.permission === 'filter') {
    if (input.permissionFilter.length === 0)
      refused('permissionFilter', 'Add a condition, or choose another permission.');
    checkFilterGroups('permissionFilter', input.permissionFilter, siteMap.fields('contact'));
  }
  checkClosedStatuses(input, siteMap);
  checkWords(input);
  const { columns, details } = input;
  return {
    ...input,
    columns: checkedFields('columns', columns, context),
    details: details && checkedFields('details', details, context),
  };
};

function checkClosedStatuses({ closedStatuses }: TicketSettings, siteMap: SiteMap): void {
  for (const [pipelineId, statusId] of Object.entries(closedStatuses)) {
    const pipeline = siteMap.pipelines().find(({ id }) => id === pipelineId);
    if (!pipeline) refused(`closedStatuses.${pipelineId}`, 'Choose a pipeline that exists.');
    const status = siteMap.statusById(statusId);
    if (!status || status.pipelineId !== pipelineId || !status.isClosed)
      refused(`closedStatuses.${pipelineId}`, 'Choose a closed status of this pipeline.');
  }
}

/** One word alone would leave pages with two names for the same. */
function checkWords({ singular, plural }: TicketSettings): void {
  for (const language of new Set([...Object.keys(singular), ...Object.keys(plural)])) {
    const [one, several] = [singular[language] ?? '', plural[language] ?? ''];
    if (one !== '' && several === '') refused(`plural.${language}`, 'Enter the plural too.');
    if (several !== '' && one === '') refused(`singular.${language}`, 'Enter the singular too.');
  }
}

/** What was chosen before and is gone or hidden by now may stay: it is left out, and comes back when customers may read it. */
function checkedFields(
  name: 'columns' | 'details',
  keys: readonly string[],
  { siteMap, portal }: CheckContext,
): string[] {
  const before = portal.settings.tickets[name] ?? [];
  const known = new Set([
    ...showableFields(siteMap.properties('ticket')).map(({ key }) => key),
    ...before,
  ]);
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined)
    refused(name, `Choose properties that customers may read. “${unknown}” is not one of them.`);
  return [...new Set(keys)];
}
