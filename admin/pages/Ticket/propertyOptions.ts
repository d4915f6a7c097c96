import type { AgentTicketDetail, HelpDeskChoices } from '../../../server/contracts/tickets';
import type { Option } from '../../components/Choice';

const asOption = ({ id, name }: { id: string; name: string }): Option => ({
  value: id,
  label: name,
});

/** The value a ticket has is always among its options, even when it is no longer offered. */
const withCurrent = (options: Option[], current: { id: string; name: string } | null) =>
  !current || options.some(({ value }) => value === current.id)
    ? options
    : [asOption(current), ...options];

/** A ticket moves only between the statuses of its pipeline. */
export function pipelineStatuses(
  { status }: AgentTicketDetail,
  choices: HelpDeskChoices | undefined,
): Option[] {
  const statuses = choices?.statuses ?? [];
  const pipeline = statuses.find(({ id }) => id === status.id)?.pipeline;
  const options = statuses.filter((candidate) => candidate.pipeline === pipeline).map(asOption);
  return withCurrent(options, status);
}

export const agentOptions = (
  { assignee }: AgentTicketDetail,
  choices: HelpDeskChoices | undefined,
): Option[] => withCurrent((choices?.agents ?? []).map(asOption), assignee);

/** Companies of the requester; the one that the ticket is filed under stays even when the requester has left it. */
export const companiesOf = ({ companyId, company, companyChoices }: AgentTicketDetail) =>
  companyId === '' || companyChoices.some(({ id }) => id === companyId)
    ? companyChoices
    : [{ id: companyId, name: company }, ...companyChoices];
