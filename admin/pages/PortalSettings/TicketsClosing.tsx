import { Field, NumberInput } from '@strapi/design-system';
import { LONGEST_REPLY_DAYS } from '../../../server/contracts/portal-settings';
import type { PipelineChoice } from '../../../server/contracts/structure';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import type { TicketsPart } from './ticketsPart';

/** Whether customers close tickets, and what a reply to a closed one does. */
export function TicketsClosing({
  values,
  errors,
  set,
  isDisabled,
  pipelines,
}: TicketsPart & { pipelines: readonly PipelineChoice[] }) {
  const t = useWords();
  const { customersMayClose, closedStatuses, reopenDays, followUps } = values;
  const choose = (pipelineId: string, statusId: string) => {
    const others = Object.entries(closedStatuses).filter(([id]) => id !== pipelineId);
    const chosen = statusId === '' ? [] : [[pipelineId, statusId]];
    set('closedStatuses', Object.fromEntries([...others, ...chosen]));
  };
  return (
    <FormSection title={t('settings.tickets.closing')}>
      <TickField
        name="customersMayClose"
        label={t('settings.tickets.customersMayClose')}
        hint={t('settings.tickets.customersMayCloseHint')}
        isChosen={customersMayClose}
        isDisabled={isDisabled}
        error={errors.customersMayClose}
        onChange={(isChosen) => set('customersMayClose', isChosen)}
      />
      {customersMayClose && (
        <FormGrid>
          {pipelines.map(({ id, name, statuses }) => (
            <FormCell key={id}>
              <SelectField
                name={`closedStatuses.${id}`}
                label={t('settings.tickets.closedStatus', { pipeline: name })}
                hint={t('settings.tickets.closedStatusHint')}
                value={closedStatuses[id] ?? ''}
                options={[
                  { value: '', label: t('settings.tickets.closedStatusFirst') },
                  ...statuses
                    .filter(({ isClosed }) => isClosed)
                    .map((status) => ({ value: status.id, label: status.name })),
                ]}
                error={errors[`closedStatuses.${id}`]}
                isDisabled={isDisabled}
                onChange={(statusId) => choose(id, statusId)}
              />
            </FormCell>
          ))}
        </FormGrid>
      )}
      <FormGrid>
        <FormCell>
          <Field.Root
            name="reopenDays"
            error={errors.reopenDays}
            hint={t('settings.tickets.reopenDaysHint', { most: LONGEST_REPLY_DAYS })}
          >
            <Field.Label>{t('settings.tickets.reopenDays')}</Field.Label>
            <NumberInput
              value={Number.isNaN(reopenDays) ? undefined : reopenDays}
              disabled={isDisabled}
              onValueChange={(days) => set('reopenDays', days ?? Number.NaN)}
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
        </FormCell>
      </FormGrid>
      <TickField
        name="followUps"
        label={t('settings.tickets.followUps')}
        hint={t('settings.tickets.followUpsHint')}
        isChosen={followUps}
        isDisabled={isDisabled}
        error={errors.followUps}
        onChange={(isChosen) => set('followUps', isChosen)}
      />
    </FormSection>
  );
}
