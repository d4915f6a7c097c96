import { Field, Flex, TextInput } from '@strapi/design-system';
import { STATUS_COLORS, STATUS_MEANINGS } from '../../../server/contracts/tickets';
import { defaultLabels } from '../../../server/rules/customer-labels';
import { LanguageFields } from '../../components/LanguageFields';
import { useWords } from '../../useWords';
import { FieldRow } from './FieldRow';
import { isClosed, type StatusValues } from './pipelineValues';
import { Select } from './Select';
import { Tick } from './Tick';

interface Props {
  status: StatusValues;
  index: number;
  languages: string[];
  errors: Record<string, string>;
  isDisabled: boolean;
  onChange: (status: StatusValues) => void;
}

/** Everything about one status. */
export function StatusFields({ status, index, languages, errors, isDisabled, onChange }: Props) {
  const t = useWords();
  const at = `statuses.${index}`;
  const set = (changes: Partial<StatusValues>) => onChange({ ...status, ...changes });
  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={3} paddingBottom={2}>
      <FieldRow>
        <Field.Root name={`${at}.name`} error={errors[`${at}.name`]} required>
          <Field.Label>{t('pipelines.status.name')}</Field.Label>
          <TextInput
            value={status.name}
            maxLength={80}
            dir="auto"
            disabled={isDisabled}
            onChange={(event) => set({ name: event.target.value })}
          />
          <Field.Error />
        </Field.Root>
        <Select
          label={t('pipelines.status.meaning')}
          name={`${at}.meaning`}
          value={status.meaning}
          hint={t(isClosed(status) ? 'pipelines.status.isClosed' : 'pipelines.status.isOpen')}
          error={errors[`${at}.meaning`]}
          options={STATUS_MEANINGS.map((value) => ({
            value,
            label: t(`pipelines.meaning.${value}`),
          }))}
          isDisabled={isDisabled}
          onChange={(meaning) => set({ meaning: meaning as StatusValues['meaning'] })}
        />
        <Select
          label={t('pipelines.status.color')}
          name={`${at}.color`}
          value={status.color}
          error={errors[`${at}.color`]}
          options={STATUS_COLORS.map((value) => ({
            value,
            label: t(`pipelines.color.${value}`),
          }))}
          isDisabled={isDisabled}
          onChange={(color) => set({ color: color as StatusValues['color'] })}
        />
      </FieldRow>
      <Tick
        name={`${at}.isHidden`}
        label={t('pipelines.status.hidden')}
        hint={t('pipelines.status.hiddenHint')}
        isTicked={status.isHidden}
        isDisabled={isDisabled}
        onChange={(isHidden) => set({ isHidden })}
      />
      {!status.isHidden && (
        <LanguageFields
          label={t('pipelines.status.customerLabel')}
          name={`${at}.customerLabels`}
          languages={languages}
          value={status.customerLabels}
          errors={errors}
          hint={t('pipelines.status.customerLabelHint')}
          maxLength={80}
          isDisabled={isDisabled}
          placeholders={defaultLabels(status.meaning)}
          onChange={(customerLabels) => set({ customerLabels })}
        />
      )}
    </Flex>
  );
}
