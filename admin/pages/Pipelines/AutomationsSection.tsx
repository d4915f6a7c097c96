import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { FieldRow } from './FieldRow';
import { isClosed, type PipelineValues, type StatusValues } from './pipelineValues';
import { Select } from './Select';
import { SilenceList } from './SilenceList';

interface Props {
  automations: PipelineValues['automations'];
  statuses: StatusValues[];
  errors: Record<string, string>;
  canEdit: boolean;
  onChange: (automations: PipelineValues['automations']) => void;
}

/** Which status a ticket takes by itself. */
export function AutomationsSection({ automations, statuses, errors, canEdit, onChange }: Props) {
  const t = useWords();
  const nameOf = ({ name }: StatusValues) => name || t('pipelines.status.unnamed');
  const optionsFor = (event: 'customerReplied' | 'agentReplied' | 'assigned') => [
    { value: 'off', label: t('pipelines.follow.off') },
    ...(event === 'assigned'
      ? []
      : [{ value: 'default', label: t(`pipelines.follow.${event}Default`) }]),
    ...statuses
      .filter((status) => event === 'agentReplied' || !isClosed(status))
      .map((status) => ({ value: status.id, label: nameOf(status) })),
  ];
  return (
    <FormSection title={t('pipelines.automations')} hint={t('pipelines.automationsHint')}>
      <FieldRow>
        {(['customerReplied', 'agentReplied', 'assigned'] as const).map((event) => (
          <Select
            key={event}
            label={t(`pipelines.follow.${event}`)}
            name={`automations.${event}`}
            // Nothing follows from being assigned unless a status is chosen.
            value={
              event === 'assigned' && automations.assigned === 'default'
                ? 'off'
                : automations[event]
            }
            hint={t(`pipelines.follow.${event}Hint`)}
            error={errors[`automations.${event}`]}
            options={optionsFor(event)}
            isDisabled={!canEdit}
            onChange={(chosen) => onChange({ ...automations, [event]: chosen })}
          />
        ))}
      </FieldRow>
      <SilenceList
        silence={automations.silence}
        options={statuses.map((status) => ({ value: status.id, label: nameOf(status) }))}
        errors={errors}
        canEdit={canEdit}
        onChange={(silence) => onChange({ ...automations, silence })}
      />
    </FormSection>
  );
}
