import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import type { PipelineValues, StatusValues } from './pipelineValues';
import { Tick } from './Tick';

interface Props {
  rules: PipelineValues['rules'];
  statuses: StatusValues[];
  canEdit: boolean;
  onRules: (rules: PipelineValues['rules']) => void;
  onStatuses: (statuses: StatusValues[]) => void;
}

/** Where a ticket may start, and which moves agents may not make. */
export function RulesSection({ rules, statuses, canEdit, onRules, onStatuses }: Props) {
  const t = useWords();
  return (
    <FormSection title={t('pipelines.rules')} hint={t('pipelines.rulesHint')}>
      <Box tag="fieldset" padding={0} style={{ border: 0 }}>
        <Typography tag="legend" variant="pi" fontWeight="bold" textColor="neutral800" padding={0}>
          {t('pipelines.start')}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600" paddingBottom={2}>
          {t('pipelines.startHint')}
        </Typography>
        <Flex gap={4} wrap="wrap">
          {statuses.map((status) => (
            <Checkbox
              key={status.id}
              checked={status.mayStart}
              disabled={!canEdit}
              onCheckedChange={(next) =>
                onStatuses(
                  statuses.map((one) =>
                    one.id === status.id ? { ...one, mayStart: next === true } : one,
                  ),
                )
              }
            >
              {status.name || t('pipelines.status.unnamed')}
            </Checkbox>
          ))}
        </Flex>
      </Box>
      <Tick
        name="rules.noSkipping"
        label={t('pipelines.noSkipping')}
        hint={t('pipelines.noSkippingHint')}
        isTicked={rules.noSkipping}
        isDisabled={!canEdit}
        onChange={(noSkipping) => onRules({ ...rules, noSkipping })}
      />
      <Tick
        name="rules.noGoingBack"
        label={t('pipelines.noGoingBack')}
        hint={t('pipelines.noGoingBackHint')}
        isTicked={rules.noGoingBack}
        isDisabled={!canEdit}
        onChange={(noGoingBack) => onRules({ ...rules, noGoingBack })}
      />
    </FormSection>
  );
}
