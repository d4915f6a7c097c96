import type { HelpDeskChoices } from '../../../server/contracts/tickets';
import type { Option } from '../../components/Choice';

/** Two pipelines often share names of statuses; then each says whose it is. */
export function statusOptions(statuses: HelpDeskChoices['statuses']): Option[] {
  const hasSeveral = new Set(statuses.map(({ pipeline }) => pipeline)).size > 1;
  return statuses.map(({ id, name, pipeline }) => ({
    value: id,
    label: hasSeveral ? `${name} (${pipeline})` : name,
  }));
}
