import { Box, Field, Flex, IconButton, TextInput, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { OpeningRange } from '../../../server/contracts/calendars';
import { FormSection } from '../../components/RecordFormPage';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

interface Props {
  hours: OpeningRange[];
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (hours: OpeningRange[]) => void;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAY = { from: '09:00', to: '17:00' };

/** What a calendar without hours begins with. */
export const WORKING_WEEK: OpeningRange[] = DAYS.slice(0, 5).map((day) => ({
  day,
  ...WORKING_DAY,
}));

/** The opening hours of each weekday: any number of ranges. */
export function WeekSection({ hours, errors, isDisabled, onChange }: Props) {
  const t = useWords();
  const { formatDate } = useIntl();
  return (
    <FormSection title={t('inboxes.week')} hint={t('inboxes.weekHint')}>
      {DAYS.map((day) => {
        // 2024 began with a Monday.
        const date = Date.UTC(2024, 0, day);
        const name = formatDate(date, { weekday: 'long', timeZone: 'UTC' });
        const own = hours.flatMap((range, index) => (range.day === day ? [index] : []));
        const next = own.length === 0 ? WORKING_DAY : { from: '', to: '' };
        return (
          <Flex key={day} gap={2} alignItems="flex-start" wrap="wrap">
            <Box width="12rem" paddingTop={2}>
              <Typography fontWeight="bold">{name}</Typography>
            </Box>
            <Flex direction="column" alignItems="flex-start" gap={2}>
              {own.length === 0 && (
                <Box paddingTop={2}>
                  <Typography textColor="neutral600">{t('inboxes.dayClosed')}</Typography>
                </Box>
              )}
              {own.map((index) => (
                <RangeFields
                  key={index}
                  day={name}
                  range={hours[index]}
                  path={`hours.${index}`}
                  errors={errors}
                  isDisabled={isDisabled}
                  onChange={(change) =>
                    onChange(
                      hours.map((range, at) => (at === index ? { ...range, ...change } : range)),
                    )
                  }
                  onRemove={() => onChange(hours.filter((_, at) => at !== index))}
                />
              ))}
            </Flex>
            {!isDisabled && (
              <IconButton
                marginTop={1}
                label={t('inboxes.rangeAdd', { day: name })}
                variant="ghost"
                onClick={() => onChange([...hours, { day, ...next }])}
              >
                <Plus />
              </IconButton>
            )}
          </Flex>
        );
      })}
    </FormSection>
  );
}

interface RangeProps {
  /** Its name. */
  day: string;
  range: OpeningRange | undefined;
  /** Of the range among the form's fields. */
  path: string;
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (change: Partial<OpeningRange>) => void;
  onRemove: () => void;
}

function RangeFields({ day, range, path, errors, isDisabled, onChange, onRemove }: RangeProps) {
  const t = useWords();
  const time = (end: 'from' | 'to') => (
    <Box width="9rem">
      <Field.Root name={`${path}.${end}`} error={errors[`${path}.${end}`]}>
        <TextInput
          aria-label={t(end === 'from' ? 'inboxes.opens' : 'inboxes.closes', { day })}
          value={range?.[end] ?? ''}
          placeholder={WORKING_DAY[end]}
          maxLength={5}
          disabled={isDisabled}
          onChange={({ target }: { target: { value: string } }) =>
            onChange({ [end]: target.value })
          }
        />
        <Field.Error />
      </Field.Root>
    </Box>
  );
  return (
    <Flex gap={2} alignItems="flex-start">
      {time('from')}
      <Box paddingTop={2} aria-hidden>
        <Typography>–</Typography>
      </Box>
      {time('to')}
      {!isDisabled && (
        <IconButton
          marginTop={1}
          label={t('inboxes.rangeRemove', { day })}
          variant="ghost"
          onClick={onRemove}
        >
          <Trash />
        </IconButton>
      )}
    </Flex>
  );
}
