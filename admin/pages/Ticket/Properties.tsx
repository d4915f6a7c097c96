import { Flex, TextButton, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import {
  type AgentTicketDetail,
  CATEGORIES,
  PRIORITIES,
  type Priority,
} from '../../../server/contracts/tickets';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { wordIn } from '../../../server/rules/property-values';
import { AskDialog } from '../../components/AskDialog';
import type { Option } from '../../components/Choice';
import { useChoices } from '../../services/tickets';
import { useValueWords, useWords } from '../../useWords';
import { CompanyField } from './CompanyField';
import { Panel } from './Panel';
import { PropertySelect } from './PropertySelect';
import { agentOptions, pipelineStatuses } from './propertyOptions';
import { useSaveProperty } from './useSaveProperty';

const NOBODY = 'nobody';
const NONE = 'none';

interface Props {
  ticket: AgentTicketDetail;
  /** Of tickets: standard ones have their words and access there. */
  properties: PropertyDefinition[];
  canUpdate: boolean;
  canAssign: boolean;
  canOverride: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

export function Properties(props: Props) {
  const { ticket, canUpdate, canAssign, canOverride, onChange } = props;
  const t = useWords();
  const wordOf = useValueWords();
  const { locale } = useIntl();
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
        label={labelOf('priority')}
        value={shown.priority ?? ticket.priority}
        isDisabled={!canUpdate || isSaving || isReadOnly('priority')}
        options={optionsOf('priority', PRIORITIES)}
        onChange={(priority) => save({ priority: priority as Priority })}
      />
      <PropertySelect
        label={labelOf('category')}
        value={(shown.category ?? ticket.category) || NONE}
        isDisabled={!canUpdate || isSaving || isReadOnly('category')}
        options={[
          { value: NONE, label: t('properties.noCategory') },
          ...optionsOf('category', CATEGORIES),
        ]}
        onChange={(category) => save({ category: category === NONE ? '' : category })}
      />
      <CompanyField
        ticket={ticket}
        value={companyShown()}
        isDisabled={!canUpdate || isSaving}
        onChange={(company) => save({ company })}
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

  function standard(key: string): PropertyDefinition | undefined {
    return props.properties.find((property) => property.isStandard && property.key === key);
  }

  function labelOf(key: 'priority' | 'category'): string {
    return wordIn(standard(key)?.labels ?? {}, locale, t(`field.${key}`));
  }

  function isReadOnly(key: string): boolean {
    return standard(key)?.agentAccess === 'read';
  }

  /** In the order and words of the property. */
  function optionsOf(key: 'priority' | 'category', known: readonly string[]): Option[] {
    const options = standard(key)?.options ?? known.map((value) => ({ key: value, labels: {} }));
    return options.map((option) => ({
      value: option.key,
      label: wordIn(option.labels, locale, wordOf(key, option.key)),
    }));
  }

  function companyShown(): string {
    return shown.company === undefined ? ticket.companyId : (shown.company ?? '');
  }

  function assigneeShown(): string {
    const assignee = shown.assignee === undefined ? ticket.assignee?.id : shown.assignee;
    return (assignee === 'me' ? choices?.me.id : assignee) || NOBODY;
  }
}
