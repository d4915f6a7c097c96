import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  IconButton,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type {
  CalendarDetail,
  CalendarInput,
  Holiday,
  OpeningRange,
} from '../../../server/contracts/calendars';
import { AskDialog } from '../../components/AskDialog';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { ZoneSelect } from '../../components/ZoneSelect';
import { paths } from '../../plugin';
import { createRecord, deleteRecord, saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { OpenPill } from './OpenPill';

interface Props {
  /** null for a new one. */
  calendar: CalendarDetail | null;
  canEdit: boolean;
  onChanged: (calendar: CalendarDetail) => void;
}

type Saved = CalendarDetail | { id: string };
type Typing = { target: { value: string } };

const DAYS = [1, 2, 3, 4, 5, 6, 7];

const valuesOf = (calendar: CalendarDetail | null): CalendarInput => ({
  name: calendar?.name ?? '',
  timeZone: calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  hours: calendar?.hours ?? DAYS.slice(0, 5).map((day) => ({ day, from: '09:00', to: '17:00' })),
  holidays: calendar?.holidays ?? [],
});

export function CalendarForm({ calendar, canEdit, onChanged }: Props) {
  const t = useWords();
  const { formatDate } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [made, setMade] = useState('');
  const [isDeleting, setIsDeleting] = useState(false);
  const form = useRecordForm<CalendarInput, Saved>({
    initial: valuesOf(calendar),
    check: ({ name }): FieldErrors =>
      name.trim() === '' ? { name: t('inboxes.nameMissing') } : {},
    save: (values) =>
      calendar
        ? saveRecord<Saved>(`/calendars/${calendar.id}`, values)
        : createRecord<Saved>('/calendars', values),
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('hours' in saved) {
        onChanged(saved);
        form.reset(valuesOf(saved));
      } else setMade(saved.id);
    },
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.calendar(made), { replace: true });
  }, [made, navigate]);
  const { values, errors, set } = form;
  const isDisabled = !canEdit;
  // 2024 began with a Monday.
  const dayName = (day: number) =>
    formatDate(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' });

  const setRange = (index: number, change: Partial<OpeningRange>) =>
    set(
      'hours',
      values.hours.map((range, at) => (at === index ? { ...range, ...change } : range)),
    );
  const setHoliday = (index: number, change: Partial<Holiday>) =>
    set(
      'holidays',
      values.holidays.map((holiday, at) => (at === index ? { ...holiday, ...change } : holiday)),
    );

  const time = (index: number, end: 'from' | 'to', day: number) => (
    <Field.Root name={`hours.${index}.${end}`} error={errors[`hours.${index}.${end}`]}>
      <TextInput
        aria-label={t(end === 'from' ? 'inboxes.opens' : 'inboxes.closes', { day: dayName(day) })}
        value={values.hours[index]?.[end] ?? ''}
        placeholder={end === 'from' ? '09:00' : '17:00'}
        maxLength={5}
        disabled={isDisabled}
        onChange={({ target }: Typing) => setRange(index, { [end]: target.value })}
      />
      <Field.Error />
    </Field.Root>
  );

  return (
    <>
      <RecordFormPage
        title={calendar?.name ?? t('inboxes.calendarNew')}
        back={{ to: paths.calendars, label: t('nav.calendars') }}
        form={form}
        canSave={canEdit}
        actions={
          calendar &&
          canEdit && (
            <Button
              variant="danger-light"
              startIcon={<Trash />}
              onClick={() => setIsDeleting(true)}
            >
              {t('form.delete')}
            </Button>
          )
        }
      >
        <FormSection title={t('inboxes.general')}>
          <Field.Root name="name" error={errors.name} required>
            <Field.Label>{t('inboxes.name')}</Field.Label>
            <TextInput
              value={values.name}
              maxLength={191}
              dir="auto"
              disabled={isDisabled}
              onChange={({ target }: Typing) => set('name', target.value)}
            />
            <Field.Error />
          </Field.Root>
          <Field.Root name="timeZone" error={errors.timeZone} required>
            <Field.Label>{t('inboxes.timeZone')}</Field.Label>
            <ZoneSelect
              value={values.timeZone}
              isDisabled={isDisabled}
              onChange={(zone) => set('timeZone', zone)}
            />
            <Field.Error />
          </Field.Root>
          {calendar && (
            <div>
              <OpenPill open={calendar.open} />
            </div>
          )}
        </FormSection>
        <FormSection title={t('inboxes.week')} hint={t('inboxes.weekHint')}>
          {DAYS.map((day) => {
            const own = values.hours.flatMap((range, index) => (range.day === day ? [index] : []));
            return (
              <Flex key={day} gap={2} alignItems="flex-start" wrap="wrap">
                <Box width="12rem" paddingTop={2}>
                  <Typography fontWeight="bold">{dayName(day)}</Typography>
                </Box>
                <Flex direction="column" alignItems="flex-start" gap={2}>
                  {own.length === 0 && (
                    <Box paddingTop={2}>
                      <Typography textColor="neutral600">{t('inboxes.dayClosed')}</Typography>
                    </Box>
                  )}
                  {own.map((index) => (
                    <Flex key={index} gap={2} alignItems="flex-start">
                      <Box width="9rem">{time(index, 'from', day)}</Box>
                      <Box paddingTop={2} aria-hidden>
                        <Typography>–</Typography>
                      </Box>
                      <Box width="9rem">{time(index, 'to', day)}</Box>
                      {canEdit && (
                        <IconButton
                          marginTop={1}
                          label={t('inboxes.rangeRemove', { day: dayName(day) })}
                          variant="ghost"
                          onClick={() =>
                            set(
                              'hours',
                              values.hours.filter((_, at) => at !== index),
                            )
                          }
                        >
                          <Trash />
                        </IconButton>
                      )}
                    </Flex>
                  ))}
                </Flex>
                {canEdit && (
                  <IconButton
                    marginTop={1}
                    label={t('inboxes.rangeAdd', { day: dayName(day) })}
                    variant="ghost"
                    onClick={() =>
                      set('hours', [
                        ...values.hours,
                        own.length === 0
                          ? { day, from: '09:00', to: '17:00' }
                          : { day, from: '', to: '' },
                      ])
                    }
                  >
                    <Plus />
                  </IconButton>
                )}
              </Flex>
            );
          })}
        </FormSection>
        <FormSection title={t('inboxes.holidays')} hint={t('inboxes.holidaysHint')}>
          {values.holidays.map((holiday, index) => (
            <Flex key={index} gap={3} alignItems="flex-start" wrap="wrap">
              <Box width="17rem">
                <Field.Root
                  name={`holidays.${index}.date`}
                  error={errors[`holidays.${index}.date`]}
                >
                  <TextInput
                    aria-label={t('inboxes.date')}
                    type="date"
                    value={holiday.date}
                    disabled={isDisabled}
                    onChange={({ target }: Typing) => setHoliday(index, { date: target.value })}
                  />
                  <Field.Error />
                </Field.Root>
              </Box>
              <Box flex="1" minWidth="14rem">
                <Field.Root
                  name={`holidays.${index}.name`}
                  error={errors[`holidays.${index}.name`]}
                >
                  <TextInput
                    aria-label={t('inboxes.name')}
                    placeholder={t('inboxes.name')}
                    value={holiday.name}
                    maxLength={80}
                    dir="auto"
                    disabled={isDisabled}
                    onChange={({ target }: Typing) => setHoliday(index, { name: target.value })}
                  />
                  <Field.Error />
                </Field.Root>
              </Box>
              <Box paddingTop={2}>
                <Checkbox
                  checked={holiday.isYearly}
                  disabled={isDisabled}
                  onCheckedChange={(isYearly) => setHoliday(index, { isYearly: isYearly === true })}
                >
                  {t('inboxes.yearly')}
                </Checkbox>
              </Box>
              {canEdit && (
                <IconButton
                  marginTop={1}
                  label={t('inboxes.holidayRemove', { name: holiday.name || holiday.date })}
                  variant="ghost"
                  onClick={() =>
                    set(
                      'holidays',
                      values.holidays.filter((_, at) => at !== index),
                    )
                  }
                >
                  <Trash />
                </IconButton>
              )}
            </Flex>
          ))}
          {canEdit && (
            <Box>
              <Button
                variant="secondary"
                startIcon={<Plus />}
                onClick={() =>
                  set('holidays', [...values.holidays, { date: '', name: '', isYearly: false }])
                }
              >
                {t('inboxes.holidayAdd')}
              </Button>
            </Box>
          )}
        </FormSection>
      </RecordFormPage>
      {calendar && (
        <AskDialog
          isOpen={isDeleting}
          title={t('inboxes.deleteTitle', { name: calendar.name })}
          confirm={t('form.delete')}
          onConfirm={async () => {
            await deleteRecord(`/calendars/${calendar.id}`, { force: 'yes' });
            toggleNotification({ type: 'success', message: t('form.deleted') });
            navigate(paths.calendars);
          }}
          onClose={() => setIsDeleting(false)}
        >
          {calendar.inboxes.length === 0
            ? t('inboxes.calendarUnused')
            : t('inboxes.calendarUsed', {
                inboxes: calendar.inboxes.map(({ name }) => name).join(', '),
              })}
        </AskDialog>
      )}
    </>
  );
}
