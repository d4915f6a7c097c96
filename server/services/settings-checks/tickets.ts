import { checkFilterGroups } from '../filter-input';
import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkTickets: SettingsCheck<'tickets'> = async (input, { siteMap }) => {
  if (input.permission === 'filter') {
    if (input.permissionFilter.length === 0)
      refused('permissionFilter', 'Add a condition, or choose another permission.');
    checkFilterGroups('permissionFilter', input.permissionFilter, siteMap.fields('contact'));
  }
  for (const [pipelineId, statusId] of Object.entries(input.closedStatuses)) {
    const pipeline = siteMap.pipelines().find(({ id }) => id === pipelineId);
    if (!pipeline) refused(`closedStatuses.${pipelineId}`, 'Choose a pipeline that exists.');
    const status = siteMap.statusById(statusId);
    if (!status || status.pipelineId !== pipelineId || !status.isClosed)
      refused(`closedStatuses.${pipelineId}`, 'Choose a closed status of this pipeline.');
  }
  return input;
};
