import { Box, Button, Checkbox, Field, Flex, IconButton, TextInput } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import type { Holiday } from '../../../server/contracts/calendars';
import { FormSection } from '../../components/RecordFormPage';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

interface Props {
  holidays: Holiday[];
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (holidays: Holiday[]) => void;
}

type Typing = { target: { value: string } };

/** Days on which nobody is there, once or every year. */
export function HolidaysSection({ holidays, errors, isDisabled, onChange }: Props) {
  const t = useWords();
  const set = (index: number, change: Partial<Holiday>) =>
    onChange(holidays.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <FormSection title={t('inboxes.holidays')} hint={t('inboxes.holidaysHint')}>
      {holidays.map((holiday, index) => (
        <Flex key={index} gap={3} alignItems="flex-start" wrap="wrap">
          <Box width="17rem">
            <Field.Root name={`holidays.${index}.date`} error={errors[`holidays.${index}.date`]}>
              <TextInput
                aria-label={t('inboxes.date')}
                type="date"
                value={holiday.date}
                disabled={isDisabled}
                onChange={({ target }: Typing) => set(index, { date: target.value })}
              />
              <Field.Error />
            </Field.Root>
          </Box>
          <Box flex="1" minWidth="14rem">
            <Field.Root name={`holidays.${index}.name`} error={errors[`holidays.${index}.name`]}>
              <TextInput
                aria-label={t('inboxes.name')}
                placeholder={t('inboxes.name')}
                value={holiday.name}
                maxLength={80}
                dir="auto"
                disabled={isDisabled}
                onChange={({ target }: Typing) => set(index, { name: target.value })}
              />
              <Field.Error />
            </Field.Root>
          </Box>
          <Box paddingTop={2}>
            <Checkbox
              checked={holiday.isYearly}
              disabled={isDisabled}
              onCheckedChange={(isYearly) => set(index, { isYearly: isYearly === true })}
            >
              {t('inboxes.yearly')}
            </Checkbox>
          </Box>
          {!isDisabled && (
            <IconButton
              marginTop={1}
              label={t('inboxes.holidayRemove', { name: holiday.name || holiday.date })}
              variant="ghost"
              onClick={() => onChange(holidays.filter((_, at) => at !== index))}
            >
              <Trash />
            </IconButton>
          )}
        </Flex>
      ))}
      {!isDisabled && (
        <Box>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => onChange([...holidays, { date: '', name: '', isYearly: false }])}
          >
            {t('inboxes.holidayAdd')}
          </Button>
        </Box>
      )}
    </FormSection>
  );
}
