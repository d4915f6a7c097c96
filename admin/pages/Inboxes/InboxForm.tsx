import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Field, Grid, Textarea, TextInput } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useNavigate } from 'react-router-dom';
import type { CalendarDetail } from '../../../server/contracts/calendars';
import {
  INBOX_ICONS,
  type InboxDetail,
  type InboxIcon as Icon,
  type InboxInput,
} from '../../../server/contracts/inboxes';
import type { StructureChoices } from '../../../server/contracts/structure';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord, useRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { DeleteInboxDialog } from './DeleteInboxDialog';
import { InboxIcon } from './InboxIcon';
import { MembersField } from './MembersField';
import { OpenPill } from './OpenPill';
import { SelectField } from './SelectField';

interface Props {
  /** null for a new one. */
  inbox: InboxDetail | null;
  structure: StructureChoices;
  canEdit: boolean;
  onChanged: (inbox: InboxDetail) => void;
}

type Values = Omit<InboxInput, 'numberStart'> & { numberStart: string };
type Saved = InboxDetail | { id: string };
type Typing = { target: { value: string } };

const valuesOf = (inbox: InboxDetail | null, structure: StructureChoices): Values => ({
  name: inbox?.name ?? '',
  icon: inbox?.icon ?? 'mail',
  address: inbox?.address ?? '',
  portal: inbox?.portal?.id ?? '',
  pipeline: inbox?.pipeline.id ?? structure.pipelines[0]?.id ?? '',
  calendar: inbox?.calendar ?? '',
  members: inbox?.members.map(({ id }) => id) ?? [],
  numberPrefix: inbox?.numberPrefix ?? '',
  numberStart: String(inbox?.numberStart ?? 1001),
  signature: inbox?.signature ?? '',
  language: inbox?.language ?? '',
});

export function InboxForm({ inbox, structure, canEdit, onChanged }: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [made, setMade] = useState('');
  const [isDeleting, setIsDeleting] = useState(false);

  const form = useRecordForm<Values, Saved>({
    initial: valuesOf(inbox, structure),
    check: ({ name }): FieldErrors =>
      name.trim() === '' ? { name: t('inboxes.nameMissing') } : {},
    save(values) {
      const input = { ...values, numberStart: Number(values.numberStart) };
      return inbox
        ? saveRecord<Saved>(`/inboxes/${inbox.id}`, input)
        : createRecord<Saved>('/inboxes', input);
    },
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('members' in saved) onChanged(saved);
      else setMade(saved.id);
    },
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.inbox(made), { replace: true });
  }, [made, navigate]);
  const { values, errors, set } = form;
  const isDisabled = !canEdit;
  const named = (rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const none = { value: '', label: t('form.none') };
  const calendar = useRecord<CalendarDetail>('/calendars', values.calendar || null).data;

  const text = (name: 'name' | 'address' | 'numberPrefix' | 'numberStart', hint?: string) => (
    <Field.Root name={name} error={errors[name]} hint={hint} required={name === 'name'}>
      <Field.Label>{t(`inboxes.${name}`)}</Field.Label>
      <TextInput
        value={values[name]}
        maxLength={name === 'numberPrefix' ? 16 : 191}
        inputMode={name === 'numberStart' ? 'numeric' : undefined}
        dir="auto"
        disabled={isDisabled}
        onChange={({ target }: Typing) => set(name, target.value)}
      />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );

  return (
    <>
      <RecordFormPage
        title={inbox?.name ?? t('inboxes.new')}
        back={{ to: paths.inboxes, label: t('nav.inboxes') }}
        form={form}
        canSave={canEdit}
        actions={
          inbox &&
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
          <Grid.Root gap={5}>
            <Cell>{text('name')}</Cell>
            <Cell>
              <SelectField
                name="icon"
                label={t('inboxes.icon')}
                value={values.icon}
                options={INBOX_ICONS.map((icon) => ({
                  value: icon,
                  label: t(`inboxes.icon.${icon}`),
                  icon: <InboxIcon icon={icon} />,
                }))}
                error={errors.icon}
                isDisabled={isDisabled}
                onChange={(icon) => set('icon', icon as Icon)}
              />
            </Cell>
            <Cell>{text('address', t('inboxes.addressHint'))}</Cell>
            <Cell>
              <SelectField
                name="language"
                label={t('inboxes.language')}
                value={values.language}
                options={[
                  none,
                  ...structure.languages.map((code) => ({
                    value: code,
                    label: formatDisplayName(code, { type: 'language' }) ?? code,
                  })),
                ]}
                error={errors.language}
                isDisabled={isDisabled}
                onChange={(language) => set('language', language)}
              />
            </Cell>
          </Grid.Root>
        </FormSection>
        <FormSection title={t('inboxes.tickets')}>
          <Grid.Root gap={5}>
            <Cell>
              <SelectField
                name="portal"
                label={t('inboxes.portal')}
                value={values.portal}
                options={[none, ...named(structure.portals)]}
                hint={inbox?.hasTickets && inbox.portal ? t('inboxes.portalFixed') : undefined}
                error={errors.portal}
                isDisabled={isDisabled || Boolean(inbox?.hasTickets && inbox.portal)}
                onChange={(portal) => set('portal', portal)}
              />
            </Cell>
            <Cell>
              <SelectField
                name="pipeline"
                label={t('inboxes.pipeline')}
                value={values.pipeline}
                options={named(structure.pipelines)}
                error={errors.pipeline}
                isDisabled={isDisabled}
                isRequired
                onChange={(pipeline) => set('pipeline', pipeline)}
              />
            </Cell>
            <Cell>{text('numberPrefix', t('inboxes.numberPrefixHint'))}</Cell>
            <Cell>
              {text(
                'numberStart',
                inbox && inbox.lastNumber > 0
                  ? t('inboxes.lastNumber', { number: String(inbox.lastNumber) })
                  : t('inboxes.numberStartHint', {
                      number: `${values.numberPrefix}${values.numberStart}`,
                    }),
              )}
            </Cell>
          </Grid.Root>
        </FormSection>
        <FormSection title={t('inboxes.team')}>
          <MembersField
            agents={structure.agents}
            members={values.members}
            error={errors.members}
            isDisabled={isDisabled}
            onChange={(members) => set('members', members)}
          />
          <SelectField
            name="calendar"
            label={t('inboxes.hours')}
            value={values.calendar}
            options={[none, ...named(structure.calendars)]}
            error={errors.calendar}
            isDisabled={isDisabled}
            onChange={(calendar) => set('calendar', calendar)}
          />
          {calendar?.id === values.calendar && (
            <div>
              <OpenPill open={calendar.open} />
            </div>
          )}
          <Field.Root name="signature" error={errors.signature} hint={t('inboxes.signatureHint')}>
            <Field.Label>{t('inboxes.signature')}</Field.Label>
            <Textarea
              value={values.signature}
              maxLength={5000}
              dir="auto"
              disabled={isDisabled}
              onChange={({ target }: Typing) => set('signature', target.value)}
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
        </FormSection>
      </RecordFormPage>
      {inbox && isDeleting && (
        <DeleteInboxDialog inbox={inbox} onClose={() => setIsDeleting(false)} />
      )}
    </>
  );
}

function Cell({ children }: { children: React.ReactNode }) {
  return (
    <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
      {children}
    </Grid.Item>
  );
}
