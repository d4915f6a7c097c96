import { Flex, TextButton, Typography } from '@strapi/design-system';
import {
  type AgentTicketDetail,
  PRIORITIES,
  type Priority,
} from '../../../server/contracts/tickets';
import { AskDialog } from '../../components/AskDialog';
import { useChoices } from '../../services/tickets';
import { useValueWords, useWords } from '../../useWords';
import { Panel } from './Panel';
import { PropertySelect } from './PropertySelect';
import { agentOptions, pipelineStatuses } from './propertyOptions';
import { useSaveProperty } from './useSaveProperty';

const NOBODY = 'nobody';

interface Props {
  ticket: AgentTicketDetail;
  canUpdate: boolean;
  canAssign: boolean;
  canOverride: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

export function Properties({ ticket, canUpdate, canAssign, canOverride, onChange }: Props) {
  const t = useWords();
  const wordOf = useValueWords();
  const { data: choices } = useChoices();
  const { shown, isSaving, save, question, override, dropQuestion } = useSaveProperty(
    ticket,
    canOverride,
    onChange,
  );
  const isMine = choices !== undefined && ticket.assignee?.id === choices.me.id;
  return (
    <Panel title={t('properties.title')}>
      <PropertySelect
        label={t('field.status')}
        value={shown.status ?? ticket.status.id}
        isDisabled={!canUpdate || isSaving}
        options={pipelineStatuses(ticket, choices)}
        onChange={(status) => save({ status })}
      />
      <PropertySelect
        label={t('field.priority')}
        value={shown.priority ?? ticket.priority}
        isDisabled={!canUpdate || isSaving}
        options={PRIORITIES.map((value) => ({ value, label: wordOf('priority', value) }))}
        onChange={(priority) => save({ priority: priority as Priority })}
      />
      <Flex direction="column" alignItems="stretch" gap={2}>
        <PropertySelect
          label={t('field.assignee')}
          value={assigneeShown()}
          isDisabled={!canAssign || isSaving}
          options={[
            { value: NOBODY, label: t('ticket.unassigned') },
            ...agentOptions(ticket, choices),
          ]}
          onChange={(agent) => save({ assignee: agent === NOBODY ? null : agent })}
        />
        {canAssign && !isMine && (
          <Flex>
            <TextButton disabled={isSaving} onClick={() => save({ assignee: 'me' })}>
              {t('properties.assignToMe')}
            </TextButton>
          </Flex>
        )}
      </Flex>
      {question && (
        <AskDialog
          isOpen
          title={t('pipelines.override.title')}
          confirm={t('pipelines.override.confirm')}
          onConfirm={override}
          onClose={dropQuestion}
        >
          <Typography>{t('pipelines.override.text', { reason: question.reason })}</Typography>
        </AskDialog>
      )}
    </Panel>
  );

  function assigneeShown(): string {
    const assignee = shown.assignee === undefined ? ticket.assignee?.id : shown.assignee;
    return (assignee === 'me' ? choices?.me.id : assignee) || NOBODY;
  }
}
