import {
  Box,
  Button,
  Field,
  Flex,
  IconButton,
  NumberInput,
  Typography,
} from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { SILENCES_COUNT } from '../../../server/contracts/pipelines';
import type { Option } from '../../components/Choice';
import { useWords } from '../../useWords';
import { FieldRow } from './FieldRow';
import type { PipelineValues } from './pipelineValues';
import { Select } from './Select';

type Silence = PipelineValues['automations']['silence'][number];

interface Props {
  silence: Silence[];
  /** The statuses. */
  options: Option[];
  errors: Record<string, string>;
  canEdit: boolean;
  onChange: (silence: Silence[]) => void;
}

/** What happens to tickets in which nothing happens. */
export function SilenceList({ silence, options, errors, canEdit, onChange }: Props) {
  const t = useWords();
  const set = (index: number, changes: Partial<Silence>) =>
    onChange(silence.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  const free = options.find(({ value }) => !silence.some(({ from }) => from === value));
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Box>
        <Typography tag="h3" variant="omega" fontWeight="bold">
          {t('pipelines.silence')}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t('pipelines.silenceHint')}
        </Typography>
      </Box>
      {silence.map(({ from, days, to }, index) => {
        const at = `automations.silence.${index}`;
        return (
          <Flex
            key={index}
            gap={2}
            alignItems="flex-end"
            role="group"
            aria-label={t('pipelines.silenceRow', { position: index + 1 })}
          >
            <Box flex="1" minWidth={0}>
              <FieldRow>
                <Select
                  label={t('pipelines.silenceFrom')}
                  name={`${at}.from`}
                  value={from}
                  options={options}
                  error={errors[`${at}.from`]}
                  isDisabled={!canEdit}
                  onChange={(next) => set(index, { from: next })}
                />
                <Field.Root name={`${at}.days`} error={errors[`${at}.days`]}>
                  <Field.Label>{t('pipelines.silenceDays')}</Field.Label>
                  <NumberInput
                    value={days}
                    disabled={!canEdit}
                    onValueChange={(next) => set(index, { days: next ?? 0 })}
                  />
                  <Field.Error />
                </Field.Root>
                <Select
                  label={t('pipelines.silenceTo')}
                  name={`${at}.to`}
                  value={to}
                  placeholder={t('pipelines.chooseStatus')}
                  options={options.filter(({ value }) => value !== from)}
                  error={errors[`${at}.to`]}
                  isDisabled={!canEdit}
                  onChange={(next) => set(index, { to: next })}
                />
              </FieldRow>
            </Box>
            {canEdit && (
              <IconButton
                type="button"
                variant="ghost"
                label={t('pipelines.silenceRemove', { position: index + 1 })}
                onClick={() => onChange(silence.filter((_, other) => other !== index))}
              >
                <Trash />
              </IconButton>
            )}
          </Flex>
        );
      })}
      {canEdit && free && silence.length < SILENCES_COUNT && (
        <Box>
          <Button
            type="button"
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => onChange([...silence, { from: free.value, days: 7, to: '' }])}
          >
            {t('pipelines.silenceAdd')}
          </Button>
        </Box>
      )}
    </Flex>
  );
}
