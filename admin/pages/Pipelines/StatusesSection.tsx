import { useState } from 'react';
import { Box, Button, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { STATUSES_COUNT } from '../../../server/contracts/pipelines';
import { FormSection } from '../../components/RecordFormPage';
import { ReorderList } from '../../components/ReorderList';
import { useWords } from '../../useWords';
import { isNew, newStatus, type StatusValues } from './pipelineValues';
import { RemoveStatusDialog } from './RemoveStatusDialog';
import { StatusItem } from './StatusItem';

interface Props {
  statuses: StatusValues[];
  languages: string[];
  errors: Record<string, string>;
  canEdit: boolean;
  onChange: (statuses: StatusValues[]) => void;
  /** `to` takes its tickets. */
  onRemove: (status: StatusValues, to?: string) => void;
}

/** The statuses in their order. */
export function StatusesSection(props: Props) {
  const { statuses, languages, errors, canEdit, onChange, onRemove } = props;
  const t = useWords();
  const [asked, setAsked] = useState<StatusValues | null>(null);

  const askOrRemove = (status: StatusValues) => {
    if (isNew(status) || status.tickets?.value === 0) onRemove(status);
    else setAsked(status);
  };

  return (
    <FormSection title={t('pipelines.statuses')} hint={t('pipelines.statusesHint')}>
      <Box>
        <Box role="alert" paddingBottom={errors.statuses ? 4 : 0}>
          {errors.statuses && <Typography textColor="danger600">{errors.statuses}</Typography>}
        </Box>
        <ReorderList
          label={t('pipelines.statuses')}
          items={statuses}
          isDisabled={!canEdit}
          onReorder={onChange}
        >
          {(status, index) => (
            <StatusItem
              status={status}
              index={index}
              languages={languages}
              errors={errors}
              canEdit={canEdit}
              onChange={(next) =>
                onChange(statuses.map((one) => (one.id === next.id ? next : one)))
              }
              onRemove={() => askOrRemove(status)}
            />
          )}
        </ReorderList>
      </Box>
      {canEdit && statuses.length < STATUSES_COUNT && (
        <Box>
          <Button
            type="button"
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => onChange([...statuses, newStatus()])}
          >
            {t('pipelines.addStatus')}
          </Button>
        </Box>
      )}
      {asked && (
        <RemoveStatusDialog
          status={asked}
          statuses={statuses}
          onRemove={(to) => onRemove(asked, to)}
          onClose={() => setAsked(null)}
        />
      )}
    </FormSection>
  );
}
