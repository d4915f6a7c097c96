import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Field } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type { CalendarDetail, CalendarInput } from '../../../server/contracts/calendars';
import { AskDialog } from '../../components/AskDialog';
import { DangerButton } from '../../components/DangerButton';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { TextField } from '../../components/TextField';
import { ZoneSelect } from '../../components/ZoneSelect';
import { paths } from '../../plugin';
import { createRecord, deleteRecord, saveRecord } from '../../services/records';
import { useOpenMade } from '../../services/useOpenMade';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { HolidaysSection } from './HolidaysSection';
import { OpenPill } from './OpenPill';
import { WeekSection, WORKING_WEEK } from './WeekSection';

interface Props {
  /** null for a new one. */
  calendar: CalendarDetail | null;
  canEdit: boolean;
  onChanged: (calendar: CalendarDetail) => void;
}

type Saved = CalendarDetail | { id: string };

const valuesOf = (calendar: CalendarDetail | null): CalendarInput => ({
  name: calendar?.name ?? '',
  timeZone: calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  hours: calendar?.hours ?? WORKING_WEEK,
  holidays: calendar?.holidays ?? [],
});

export function CalendarForm({ calendar, canEdit, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const openMade = useOpenMade(paths.calendar);
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
      } else openMade(saved.id);
    },
  });
  const { values, errors, set } = form;
  const isDisabled = !canEdit;

  return (
    <>
      <RecordFormPage
        title={calendar?.name ?? t('inboxes.calendarNew')}
        back={{ to: paths.calendars, label: t('nav.calendars') }}
        form={form}
        canSave={canEdit}
        actions={
          calendar &&
          canEdit && <DangerButton label={t('form.delete')} onClick={() => setIsDeleting(true)} />
        }
      >
        <FormSection title={t('inboxes.general')}>
          <TextField
            name="name"
            label={t('inboxes.name')}
            isRequired
            value={values.name}
            error={errors.name}
            isDisabled={isDisabled}
            onChange={(name) => set('name', name)}
          />
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
        <WeekSection
          hours={values.hours}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(hours) => set('hours', hours)}
        />
        <HolidaysSection
          holidays={values.holidays}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(holidays) => set('holidays', holidays)}
        />
      </RecordFormPage>
      {calendar && (
        <DeleteCalendarDialog
          calendar={calendar}
          isOpen={isDeleting}
          onClose={() => setIsDeleting(false)}
        />
      )}
    </>
  );
}

interface DialogProps {
  calendar: CalendarDetail;
  isOpen: boolean;
  onClose: () => void;
}

/** Says which inboxes are without hours afterwards. */
function DeleteCalendarDialog({ calendar, isOpen, onClose }: DialogProps) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  return (
    <AskDialog
      isOpen={isOpen}
      title={t('inboxes.deleteTitle', { name: calendar.name })}
      confirm={t('form.delete')}
      onConfirm={async () => {
        await deleteRecord(`/calendars/${calendar.id}`, { force: 'yes' });
        toggleNotification({ type: 'success', message: t('form.deleted') });
        navigate(paths.calendars);
      }}
      onClose={onClose}
    >
      {calendar.inboxes.length === 0
        ? t('inboxes.calendarUnused')
        : t('inboxes.calendarUsed', {
            inboxes: calendar.inboxes.map(({ name }) => name).join(', '),
          })}
    </AskDialog>
  );
}
